"""How the time of every regular expression of the product grows when the text that is hardest for it doubles."""

from tests.patterns import SHORT, hardest, places, seconds

LENGTHS = tuple(SHORT * 2**i for i in range(4))


def doubling() -> None:
    for place in places():
        made = hardest(place)
        taken = [seconds(place, made(length), 3) * 1e3 for length in LENGTHS]
        told = ", ".join(f"{each:.2f}" for each in taken)
        growth = f"{taken[-1] / taken[-2]:.1f} × bij het dubbele" if taken[-1] > 0.1 else "te kort om te meten"
        print(f"patroon {place.where} ({place.method}): {told} ms bij {LENGTHS[0]} tot {LENGTHS[-1]} tekens: {growth}")


if __name__ == "__main__":
    doubling()
