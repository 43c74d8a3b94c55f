"""The tables of a weekly export that Kaartenbak has no use for: small, and of any kind."""

Rows = list[list[str]]

STANDARD = {
    "AccountContactRole": "02Z",
    "Asset": "02i",
    "Campaign": "701",
    "CampaignMember": "00v",
    "Case": "500",
    "ContactHistory": "017",
    "Contract": "800",
    "EmailMessage": "02s",
    "Event": "00U",
    "Lead": "00Q",
    "Note": "002",
    "Opportunity": "006",
    "OpportunityContactRole": "00K",
    "Order": "801",
    "RecordType": "012",
    "Task": "00T",
    "UserRole": "00E",
}
HEADERS = {
    "Case": "Id,CaseNumber,ContactId,AccountId,Subject,Status",
    "CampaignMember": "Id,CampaignId,ContactId,FirstName,LastName,Status",
    "Lead": "Id,FirstName,LastName,Company,Email,Status",
    "Opportunity": "Id,Name,AccountId,StageName,CloseDate,Amount",
    "Task": "Id,WhoId,AccountId,Subject,ActivityDate,Status",
}
CUSTOM = (
    "Afspraak Beoordeling Bezwaar Budget Certificaat Checklist Cursus Deelname Doel Evaluatie"
    " Functieprofiel Kostenplaats Locatie Meting Notitieblok Overleg Prijslijst Rooster Sleutel"
    " Tarief Training Vaardigheid Voertuig Vraag Waardering"
)


def tables() -> dict[str, Rows]:
    """Per file its rows, the header first; every third one is empty below it."""
    found: dict[str, Rows] = {}
    names = dict(STANDARD)
    for number, word in enumerate(CUSTOM.split()):
        for part, kind in enumerate(("", "Regel", "Soort")):
            names[f"{word}{kind}__c"] = f"a{number % 10}{'STUVWXYZK'[number // 10 * 3 + part]}"
    for place, (name, start) in enumerate(names.items()):
        header = HEADERS.get(name, "Id,IsDeleted,Name,CreatedDate").split(",")
        found[f"{name}.csv"] = [header] + [
            [f"{start}fj000000000{row}AAA", *(f"{name} {row}" for _ in header[1:])]
            for row in range(place % 3)
        ]
    return found
