-- What the first release stored when it had told one alert.
INSERT INTO outlet
  VALUES ('Outlet A', '2026-03-04 12:00:00');
INSERT INTO feed (id, url, listed_url, outlet, title, served_title, folder, origin, listed, added_at, next_poll_at, polls, failures, last_detail)
  VALUES (1, 'https://a.example/feed', 'https://a.example/feed', 'Outlet A', '', '', '', 'list', true, '2026-03-04 12:00:00', '2026-03-04 12:00:00', 1, 0, '');
INSERT INTO poll (id, feed_id, started_at, outcome, detail, elapsed_s, items, new_items, edited_items)
  VALUES (1, 1, '2026-03-04 12:00:00', 'new', '', 0.1, 1, 1, 0);
INSERT INTO item (id, feed_id, outlet, title, summary, content, categories, first_seen_at, told_at, edits, backlog, grouping_due, problem)
  VALUES (1, 1, 'Outlet A', 'Talks open', '', '', '[]', '2026-03-04 12:00:00', '2026-03-04 12:00:00', 0, false, false, '');
INSERT INTO rule (id, title, severity, tags, condition, scope, backlog_hours, updates, enabled, listed)
  VALUES ('talks', 'Talks', 'high', '[]', '{}', '{}', 24, true, true, true);
INSERT INTO development (id, title, opened_at, last_told_at, state, severity, rule_ids, signature, outlets, sources, items)
  VALUES (7, 'Talks open', '2026-03-04 12:00:00', '2026-03-04 12:00:00', 'open', 'high', '["talks"]', '{"actors": [], "meetings": ["harbour"], "status": "postponed", "decisions": [], "places": [], "dates": [], "figures": []}', '["Outlet A"]', 1, 1);
INSERT INTO decision (item_id, development_id, step, independent, score, scores, explanation, quiet_reason, signature, decided_at)
  VALUES (1, 7, 'new', true, 0, '{}', 'New.', '', '{"actors": [], "meetings": [], "status": null, "decisions": [], "places": [], "dates": [], "figures": []}', '2026-03-04 12:00:00');
INSERT INTO alert (id, kind, type, reason_code, reason_text, development_id, item_id, rule_ids, severity, created_at, body)
  VALUES ('msg_1', 'new', 'development.new', 'first_report', 'First.', 7, 1, '["talks"]', 'high', '2026-03-04 12:00:00', '{}');
INSERT INTO endpoint (id, host, listed, added_at, disabled_reason)
  VALUES ('desk', '', true, '2026-03-04 12:00:00', '');
INSERT INTO delivery (id, alert_id, endpoint_id, state, attempts, created_at)
  VALUES (1, 'msg_1', 'desk', 'delivered', 1, '2026-03-04 12:00:00');
INSERT INTO attempt (id, delivery_id, started_at, latency_s, answer, detail)
  VALUES (1, 1, '2026-03-04 12:00:00', 0.1, '', '');
