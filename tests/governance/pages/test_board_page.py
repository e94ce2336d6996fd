def test_smoke(world, client, settings):
    settings.MANDATE_EFFECTS = []
    client.force_login(world.secretary.user)
    for path in [
        "/gremien/",
        "/gremien/ethik-und-technologiebeirat/",
        "/gremien/unternehmensbeirat/sitze/1/",
        "/gremien/ethik-und-technologiebeirat/sitze/30/berufen/",
        "/gremien/unternehmensbeirat/regeln/notice_days/bestaetigen/",
        "/api/v1/boards",
        "/api/v1/boards/unternehmensbeirat",
        "/api/v1/boards/unternehmensbeirat/seats",
    ]:
        r = client.get(path)
        assert r.status_code == 200, (path, r.status_code, r.content[:500])
