"""A workbook's archive: its members by the names that programs mean, unpacked piece by piece, its XML read as it comes."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from lib.store.intake.limits import Limits, refuse, too_much
from lib.store.problems import Unsound

CHUNK = 1 << 20
REMEDY = "sla het opnieuw op als werkmap, zonder wachtwoord."
#: A workbook has tens of members.
MEMBERS = 2000
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """Members are looked up as programs do: in any case, with either slash. Opening and reading raise Unsound."""

    def __init__(self, file: str, raw: bytes, limits: Limits) -> None:
        self.file, self.limits, self.unpacked = file, limits, 0
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(raw))
        except (*DAMAGE, UnicodeError) as error:
            raise self.damaged("beschadigd of afgebroken") from error
        infos = self.zip.infolist()
        if len(infos) > MEMBERS:
            raise too_much(file, "onderdelen", len(infos), MEMBERS, REMEDY)
        self._refuse_size(sum(info.file_size for info in infos))
        self.members = {self.meant(info.filename): info for info in infos}
        if len(self.members) < len(infos):
            raise self.damaged("twee onderdelen met dezelfde naam")

    @staticmethod
    def meant(path: str) -> str:
        """A path inside the archive as programs compare it."""
        parts: list[str] = []
        for part in path.replace("\\", "/").casefold().split("/"):
            if part == ".." and parts:
                parts.pop()
            elif part not in ("", ".", ".."):
                parts.append(part)
        return "/".join(parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a member that is there."""
        try:
            with self.zip.open(self.members[name]) as stream:
                while chunk := stream.read(CHUNK):
                    self.unpacked += len(chunk)
                    self._refuse_size(self.unpacked)
                    yield chunk
        except Unsound:
            raise
        except DAMAGE as error:
            raise self.damaged("beschadigd of afgebroken") from error

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed a member's XML to a parser that has its handlers."""
        if name not in self.members:
            self.drain(set())
            raise self.unreadable()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
            raise self.unreadable() from error

    def drain(self, read: set[str]) -> None:
        """Unpack what was not `read`, so that no member holds more than it says."""
        for name in self.members.keys() - read:
            for _ in self.chunks(name):
                pass

    def damaged(self, how: str) -> Unsound:
        return refuse(self.file, "bestand", "geen heel Excel-bestand", how, REMEDY)

    def unreadable(self) -> Unsound:
        return refuse(self.file, "bestand", "geen leesbaar Excel-bestand", "beschadigd of geen werkmap", REMEDY)

    def _refuse_doctype(self, *_: object) -> None:
        raise refuse(self.file, "bestand", "geen leesbaar Excel-bestand", "een eigen documenttype", REMEDY)

    def _refuse_size(self, size: int) -> None:
        if size > self.limits.unpacked:
            remedy = "verwijder bladen, opmaak en lege rijen."
            raise too_much(self.file, "bytes na uitpakken", size, self.limits.unpacked, remedy)


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def truth(value: str | None) -> bool:
    """A yes or no of a workbook's XML."""
    return value is not None and value.strip().casefold() in ("1", "true", "on")
