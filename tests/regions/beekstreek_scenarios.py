"""The scenario files of De Beekstreek, as texts by file name."""

#: What the formulas need by name, and what cost types and measures use: id, label, unit, low, default, high.
PARAMETERS = (
    ("uitstroom_wsw", "Vertrek uit de SW", "aandeel per jaar", 0.05, 0.07, 0.09),
    ("afbouw_vaste_kosten", "Krimp van vaste kosten", "per jaar", 0.01, 0.03, 0.06),
    ("prijsindex", "Prijzen", "per jaar", 0.01, 0.021, 0.035),
    ("discontovoet", "Rekenrente", "per jaar", 0.005, 0.015, 0.03),
    ("cao_pad", "Pad van de cao", "per jaar", 0.02, 0.033, 0.045),
    ("tarieven", "Tarieven bij klanten", "per jaar", 0.01, 0.025, 0.03),
    ("rijk_volgt", "Achterblijven van het Rijk", "per jaar", 0.0, 0.002, 0.008),
    ("vast_coaching", "Vast deel van coaching", "aandeel", 0.2, 0.3, 0.5),
    ("vast_panden", "Vast deel van panden", "aandeel", 0.5, 0.75, 0.9),
    ("vast_kantoor", "Vast deel van kantoor", "aandeel", 0.4, 0.6, 0.8),
    ("meer_klanten", "Meer omzet bij klanten", "aandeel van de omzet", 0.0, 0.08, 0.2),
    ("dubbel_kantoor", "Drie keer een kantoor", "aandeel van kantoor", 0.0, 0.12, 0.3),
    ("inrichting", "Inrichten van de clusters", "euro per persoon", 1_500.0, 2_400.0, 5_200.0),
    ("regiegeld", "Regie van de clusters", "euro per jaar", 60_000.0, 90_000.0, 140_000.0),
)


def _parameter(name: str, label: str, unit: str, low: float, default: float, high: float) -> str:
    top = "" if unit.startswith("euro") else "max = 0.95\n"
    return (
        f'[[parameter]]\nid = "{name}"\nlabel = "{label}"\neenheid = "{unit}"\nlaag = {low}\nstandaard = {default}\n'
        f'hoog = {high}\nmin = 0\n{top}status = "aanname"\nbron_id = "eigen_keuze"\nkennisdatum = 2022-10-01\n'
        f'toelichting = "Gekozen voor dit voorbeeld."\n'
    )


PM_ITEMS = """
[[pm]]
id = "oude_machines"
label = "Verkoop van oude machines"
soort = "eenmalig"
richting = "+"
laag = 0
hoog = 300000
bereik = "onder- en bovengrens: aanname"
bron_id = "nota_beek"
kennisdatum = 2022-10-01
toelichting = "De nota noemt de verkoop, zonder bedrag."
eigenaar = "de negen gemeenten"
wanneer = "na een taxatie"
gevolg = "Brengen de machines weinig op, dan is er minder om in te richten."

[[pm]]
id = "huurcontract"
label = "Doorlopend huurcontract"
soort = "jaarlijks"
richting = "onbekend"
bron_id = "nota_beek"
kennisdatum = 2022-10-01
toelichting = "Niemand weet hoe lang de huur doorloopt, en of er iemand bij komt."
eigenaar = "Beekwerk BV"
wanneer = "bij het einde van het contract"
gevolg = "Loopt de huur lang door, dan is het tekort elk jaar hoger."
"""

ZERO = """
id = "doorgaan"
titel = "Doorgaan"
korte_titel = "Doorgaan"
in_zin = "doorgaan als nu"
toelichting = "Alles blijft zoals in 2022."
verdeling = "sleutel"
sleutel = "contract_2019"
bron_id = "begroting_beekwerk"
noemt = "de begroting van dit jaar"
laat_open = "wat daarna komt"
gepubliceerd = "De begroting noemt het tekort van dit jaar."
gepubliceerd_bron = "begroting_beekwerk"

[uitvoerders.beekwerk]
label = "Beekwerk BV"
""" + "".join(
    f'\n[[plaatsing]]\nwerkvorm = "{werkvorm}"\nuitvoerder = "beekwerk"\nvanaf = 2022\n'
    'werkgever = "Beekwerk BV"\nwerkplek = "blijft"\n'
    for werkvorm in ("verpakken", "schoonmaak", "keuken", "bij_de_klant")
)

TOGETHER = """
id = "samen_sterker"
basis = "doorgaan"
titel = "Samen sterker"
korte_titel = "Samen sterker"
in_zin = "samen sterker worden"
toelichting = "Beekwerk BV zoekt meer klanten."
uitspraken = ["B1", "B3"]
bron_id = "nota_beek"
noemt = "meer klanten"
laat_open = "hoeveel klanten"

[[maatregel]]
id = "meer_klanten"
titel = "Meer werk bij klanten"
soort = "percentage"
richting = "+"
parameter = "meer_klanten"
kostensoorten = ["omzet"]
werkvormen = ["bij_de_klant", "schoonmaak"]
pad = { 2023 = "1/4", 2025 = 1 }
status = "raming"
bron_id = "nota_beek"
uitspraken = ["B3"]
toelichting = "De nota verwacht meer vraag."

[[pm]]
id = "huurcontract"
bron_id = "nota_beek"
toelichting = "De nota noemt de huur."
"""

CLUSTERS = """
id = "drie_clusters"
basis = "doorgaan"
titel = "Drie clusters"
korte_titel = "Drie clusters"
in_zin = "drie clusters maken"
toelichting = "Drie clusters van gemeenten doen het werk zelf."
verdeling = "eigen"
uitspraken = ["B1", "B2"]
bron_id = "nota_beek"

[uitvoerders.noordcluster]
label = "Coöperatie De Noorderbeek"

[uitvoerders.middencluster]
label = "Werkbedrijf Middelwater"

[uitvoerders.eigen_ploeg]
label = "Servicepunt"
eigen_dienst = true

[[plaatsing]]
werkvorm = "verpakken"
uitvoerder = "noordcluster"
vanaf = 2023
werkgever = "het cluster"
werkplek = "verandert"

[[plaatsing]]
werkvorm = "verpakken"
gemeenten = ["GM9013", "GM9016", "GM9019"]
uitvoerder = "middencluster"
vanaf = 2024
werkgever = "het cluster"
werkplek = "blijft waar mogelijk"
uitspraken = ["B2"]

[[plaatsing]]
werkvorm = "schoonmaak"
uitvoerder = "eigen_ploeg"
vanaf = 2023
werkgever = "niet genoemd"
werkplek = "niet genoemd"
uitspraken = ["B2"]

[[maatregel]]
id = "dubbel_kantoor"
titel = "Drie kantoren in plaats van één"
soort = "percentage"
richting = "+"
parameter = "dubbel_kantoor"
kostensoorten = ["kantoorkosten"]
pad = { 2023 = 1 }
status = "aanname"
bron_id = "eigen_keuze"
uitspraken = ["B2"]
toelichting = "Elk cluster heeft een eigen kantoor."

[[maatregel]]
id = "inrichting"
titel = "Inrichten van de clusters"
soort = "eenmalig"
richting = "-"
parameter = "inrichting"
grondslag = "wsw_personen"
sleutel = "omzet_klanten"
fase = { 2023 = 0.7, 2024 = 0.3 }
status = "raming"
bron_id = "nota_beek"
toelichting = "Verhuizen en inrichten."

[[maatregel]]
id = "regie"
titel = "Regie over de clusters"
soort = "jaarlijks"
richting = "-"
parameter = "regiegeld"
sleutel = "contract_2019"
pad = { 2023 = 1 }
status = "begroting"
bron_id = "begroting_beekwerk"
toelichting = "Een klein team houdt overzicht."

[[pm]]
id = "oude_machines"
uitspraken = ["B2"]
bron_id = "nota_beek"
toelichting = "Elk cluster krijgt nieuwe machines."
"""

LATER = """
id = "clusters_later"
basis = "drie_clusters"
titel = "Drie clusters, een jaar later klaar"
korte_titel = "Clusters later"
in_zin = "drie clusters maken, een jaar later"
toelichting = "Als de drie clusters, met twee jaar inrichten."
bron_id = "eigen_keuze"

[[maatregel]]
id = "inrichting"
titel = "Inrichten van de clusters"
soort = "eenmalig"
richting = "-"
parameter = "inrichting"
grondslag = "wsw_personen"
sleutel = "omzet_klanten"
fase = { 2024 = 0.5, 2025 = 0.5 }
status = "aanname"
bron_id = "eigen_keuze"
toelichting = "Verhuizen en inrichten, later."
"""

SCENARIOS = {
    "parameters": "\n".join(_parameter(*told) for told in PARAMETERS) + PM_ITEMS,
    "zo_is_het_nu": ZERO,
    "route_een": TOGETHER,
    "route_twee": CLUSTERS,
    "route_drie": LATER,
}
