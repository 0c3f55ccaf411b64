"""Which words of sources need a node of their own, beside what a relationship itself tells of them.

A relationship has its ``sources`` and, in parallel, their places in ``locators``: each of them states it, and
each of its values, there, with the relationship's ``modality`` (none: it is asserted). Only where that is not all
there is to tell of a property does every source's word on it become an ``Evidence`` node: where one differs in
modality, quotes somebody, was inferred, gives another value or none, or stands at another place; and wherever
somebody only plans, guesses or denies something of the relationship. Where such nodes stand they are complete.
A thing's values have them where sources differ.
"""

from __future__ import annotations

# Values that a property of the graph gives back in the source's own writing, on every engine.
_WRITTEN_SO = """CASE kind WHEN 'decimal' THEN regexp_full_match(value, '-?(0|[1-9]\\d*)(\\.\\d*[1-9])?')
             AND (predicate IN (SELECT property FROM companion) OR value = '0' OR (length(value) < 15 AND value::DOUBLE >= 0.001))
         WHEN 'integer' THEN regexp_full_match(value, '0|-?[1-9]\\d*')
         WHEN 'date' THEN predicate IN (SELECT property FROM companion) ELSE true END"""

EVIDENCE = f"""
    WITH said AS (
        SELECT about, CASE WHEN is_end THEN 'ends' ELSE predicate END AS predicate, kind,
               CASE WHEN kind = 'entity' THEN '' ELSE object END AS value, modality, source, locator, surface, quoted, rule
        FROM stated s
        WHERE kind = 'entity' OR NOT is_fact OR of_edge
           OR EXISTS (FROM dispute d WHERE d.subject = s.subject AND d.predicate = s.predicate)),
    told AS (
        SELECT s.about, s.predicate
        FROM (SELECT DISTINCT about, predicate, kind, value, modality, source, locator, quoted, rule FROM said) s
        LEFT JOIN tie_at t ON t.id = s.about AND t.source = s.source LEFT JOIN tie_modality m ON m.id = s.about
        WHERE s.about NOT IN (SELECT about FROM stated WHERE NOT is_fact)
        GROUP BY s.about, s.predicate
        HAVING bool_and(s.modality = coalesce(m.modality, 'asserted') AND quoted = '' AND rule = '' AND {_WRITTEN_SO}
                        AND coalesce(s.locator = t.locator, false)) AND min(value) = max(value)
           AND count(*) = (SELECT count(*) FROM tie_at n WHERE n.id = s.about))
    SELECT 'v-' || left(md5(concat_ws(chr(31), about, predicate, value, modality, source, locator, quoted, rule)), 20) AS id,
           about, predicate, modality, value, source, locator,
           array_to_string(array_sort(array_agg(DISTINCT surface) FILTER (surface <> '')), ' · ') AS surface, quoted, rule
    FROM said ANTI JOIN told USING (about, predicate)
    GROUP BY about, predicate, modality, value, source, locator, quoted, rule"""
