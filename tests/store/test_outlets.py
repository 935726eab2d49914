from __future__ import annotations

from monitor.store import Store, outlets
from tests.store.builders import NOW, after, outlet_names


def test_an_outlet_is_stored_once(store: Store) -> None:
    with store.write() as session:
        assert outlets.ensure_outlet(session, "Zembla Post", NOW) == "Zembla Post"
        assert outlets.ensure_outlet(session, "Zembla Post", after(days=1)) == "Zembla Post"
        outlets.ensure_outlet(session, "Borduria Daily", NOW)
        assert outlet_names(session) == ["Borduria Daily", "Zembla Post"]


def test_a_very_long_name_is_cut_and_found_again(store: Store) -> None:
    name = "報" * 3000
    with store.write() as session:
        assert outlets.ensure_outlet(session, name, NOW) == "報" * 500
        assert outlets.ensure_outlet(session, name, NOW) == "報" * 500
        assert outlet_names(session) == ["報" * 500]
