from lib.ui.shell import run

run()
