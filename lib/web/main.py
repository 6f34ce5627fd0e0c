from lib.web.shell import run

run()
