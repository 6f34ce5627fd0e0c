"""How to read each chart: what an axis, a mark and a pattern mean, and one step to take."""

TEKORT_PER_YEAR = (
    "Elk jaar heeft twee staven: links route A, rechts route B. Hoe hoger de staaf, hoe meer geld erbij moet. "
    "Het deel zonder kleur onder het patroon is eenmalig. Het patroon zegt hoe zeker het bedrag is; de regel boven de "
    "grafiek noemt welke patronen er zijn. Kijk eerst of de staven in een jaar veel verschillen, en dan of dat zo blijft."
)
TEKORT_PER_GEMEENTE = (
    "Elk vak is één gemeente, en elke lijn is één route. Hoe hoger de lijn, hoe meer geld erbij moet. Alle vakken hebben "
    "dezelfde schaal, dus u kunt hoogtes tussen vakken vergelijken. Liggen twee lijnen dicht bij elkaar, dan maakt de "
    "route in dat jaar voor die gemeente weinig uit."
)
FLOW = (
    "Links staat wie het werk in het basisjaar uitvoert, in het midden de soort werk, rechts wie het daarna uitvoert. "
    "Hoe dikker een band, hoe meer mensen. Grijs betekent: dezelfde uitvoerder als eerst. Een kleur betekent: een andere "
    "uitvoerder. Volg een band van links naar rechts."
)
RANGE = (
    "Elke balk is één jaar. De balk loopt van een laag tot een hoog verschil; de streep is het midden. De ruit is het "
    "verschil met de aannames die nu zijn gekozen. Boven nul is route B voordeliger, onder nul route A. Een lange balk "
    "betekent: het verschil hangt sterk van de aannames af."
)
BOOKED = (
    "De volle lijn is de jaarrekening, de open lijn de begroting. Ligt de volle lijn hoger, dan is meer geld uitgegeven "
    "dan begroot. Staat er een woord in plaats van een punt, dan is er over dat jaar geen cijfer. Een vak met een ster "
    "heeft een eigen schaal: vergelijk daarvan alleen het verloop."
)
ROUTES_AND_BOOKS = (
    "Alle lijnen beginnen in het basisjaar bij 100. Een punt op 110 betekent: 10 procent hoger dan toen. Vergelijk alleen "
    "de richting, niet de hoogte: in de boeken staan ook andere taken. Wat is geboekt, bewijst niets over een route die "
    "niet is uitgevoerd."
)
ELSEWHERE = (
    "Elke lijn is een groep gemeenten en begint bij 100. Een punt op 110 betekent: 10 procent hoger dan in het eerste "
    "jaar. De schaal begint niet bij nul, dus verschillen lijken groter dan zij zijn. De lijnen zeggen wat er gebeurde, "
    "niet waarom."
)
