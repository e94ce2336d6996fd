"""Who gets what at the first screens."""

ROWS = {
    "home": {
        "anonymous": 200,
        "member": 200,
        "other_member": 200,
        "former": 200,
        "chair": 200,
        "secretariat": 200,
        "management": 200,
        "mayors_office": 200,
        "admin": 200,
        "assistant": 200,
    },
    "more": {
        "anonymous": 302,
        "member": 404,
        "other_member": 404,
        "former": 404,
        "chair": 404,
        "secretariat": 200,
        "management": 404,
        "mayors_office": 404,
        "admin": 404,
        "assistant": 404,
    },
}


def kwargs(world):
    return {}
