"""Consumes the events of posts, as examples/cdc/consumer does: pip install kafka-python psycopg[binary]"""

import os
import signal

import psycopg
from kafka import KafkaConsumer
from kafka.structs import OffsetAndMetadata

SEEN = "insert into feed.seen_event (id) values (%s) on conflict do nothing"
EFFECT = """
insert into feed.post (id, changes, last_event) values (%s, 1, %s)
on conflict (id) do update set changes = post.changes + 1, last_event = excluded.last_event
"""


def handle(connection, headers):
    """Gives an event its effect, once: the effect and the event's id are committed together or not at all."""
    with connection.transaction():
        if connection.execute(SEEN, [headers["id"]]).rowcount == 1:
            connection.execute(EFFECT, [headers["aggregate_id"], headers["event_type"]])


def consume(consumer, connection, stopped):
    """Handles one message after the other; an offset is committed only after its event was handled."""
    while not stopped():
        for partition, messages in consumer.poll(timeout_ms=1000).items():
            for message in messages:
                if stopped():
                    return
                headers = {name: None if value is None else value.decode() for name, value in message.headers}
                handle(connection, headers)
                # The last field is the leader epoch, which not every version of kafka-python has.
                rest = [-1] if "leader_epoch" in OffsetAndMetadata._fields else []
                consumer.commit({partition: OffsetAndMetadata(message.offset + 1, "", *rest)})


def main():
    signals = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _frame: signals.append(number))
    consumer = KafkaConsumer(
        os.environ.get("TOPIC", "specql.events.Post"),
        bootstrap_servers=os.environ.get("KAFKA", "localhost:29092").split(","),
        group_id="feed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            consume(consumer, connection, lambda: bool(signals))
    finally:
        consumer.close(autocommit=False)


if __name__ == "__main__":
    main()
