"""Single turns of the work that whole processes share, with what the log says of them."""

from __future__ import annotations

from monitor.logs import Log
from monitor.model import Alert, AlertKind
from monitor.net.urls import shown_url
from monitor.pipeline import watch, websub
from monitor.pipeline.evaluate import Evaluation
from monitor.store import deliveries as delivery_rows
from monitor.store import subscriptions as subscription_rows
from monitor.store import visits as visit_rows
from monitor.store.engine import Store
from monitor.wiring import Services


def tell_evaluation(log: Log, done: Evaluation) -> None:
    """Log the alerts that were decided and those that went out."""
    for alert in done.held:
        log.info(
            "alert.held",
            alert=alert.id,
            development=alert.development_id,
            until=alert.release_at.isoformat() if alert.release_at else None,
        )
    for alert in done.alerts:
        log.info(
            "alert.raised",
            alert=alert.id,
            kind=alert.kind,
            development=alert.development_id,
            item=alert.item_id,
            rules=list(alert.rule_ids),
        )


def give_back(store: Store, owner: str) -> None:
    """Give back every lease on feeds and deliveries in the name ``owner``."""
    with store.write() as session:
        visit_rows.release_feeds(session, owner)
        delivery_rows.release_deliveries(session, owner)


def watch_sight(services: Services) -> tuple[Alert, ...]:
    """Tell what changed in what the program sees and can tell; the messages written."""
    told = watch.watch(
        services.store, services.surroundings(), heartbeat_s=services.settings.heartbeat_s
    )
    for alert in told:
        if alert.kind is not AlertKind.HEARTBEAT:
            services.log.warning(
                "sight.changed", alert=alert.id, type=alert.type, text=alert.reason.text
            )
    return told


def ask_hubs(services: Services, callback_base: str) -> None:
    """Subscribe at hubs, renew and leave, as far as due."""
    asked = websub.ask_hubs(
        services.store,
        client=services.feed_client,
        base=callback_base,
        pace=services.limits.host_pace,
        clock=services.clock,
        random_hex=services.random_hex,
    )
    for subscription, problem in asked:
        tell = services.log.warning if problem else services.log.info
        tell(
            "hub.asked",
            hub=shown_url(subscription.hub_url),
            topic=shown_url(subscription.topic_url),
            state=subscription.state,
            detail=problem,
        )


def forget_old_callbacks(services: Services, callback_base: str) -> None:
    """What hubs send to another address than ours does not arrive: poll those feeds."""
    with services.store.write() as session:
        lost = subscription_rows.start_over(session, callback_base, services.clock())
    if lost:
        services.log.info("hub.callbacks_changed", subscriptions=lost)
