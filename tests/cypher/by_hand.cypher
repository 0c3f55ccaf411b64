// Queries as analysts write them, asked of the embedded engine and of Neo4j: both must give the same rows.
// One that the embedded engine refuses stands in refused.cypher, with the way round it.

// top N per group
MATCH (g:CorporateGroup) CALL (g) { MATCH (g)<-[:MEMBER_OF_GROUP]-(m) RETURN m ORDER BY m.id DESC LIMIT 1 } RETURN g.id AS g, m.id AS m;
MATCH (g:CorporateGroup) CALL (g) { MATCH (g)-[r]->(p:Project) RETURN p.id AS p, type(r) AS t ORDER BY p, t LIMIT 3 } RETURN g.id AS g, p, t;
MATCH (b:Organization)<-[:HAS_BUYER]-(p:Project) WITH DISTINCT b CALL (b) { MATCH (b)<-[:HAS_BUYER]-(p)<-[:CONCERNS]-(a:Award) WHERE a.amount IS NOT NULL RETURN a.id AS award, a.amount AS amount ORDER BY amount DESC, award LIMIT 3 } RETURN b.id AS buyer, award, amount;
MATCH (v:Vendor)<-[:AWARDED_TO]-(a:Award) WITH v, a ORDER BY a.amount DESC, a.id WITH v, collect(a.id)[..3] AS top RETURN v.id AS v, top;
MATCH (v:Vendor)<-[:AWARDED_TO]-(a:Award) WHERE a.amount IS NOT NULL WITH v, a ORDER BY a.amount DESC, a.id WITH v, collect({award: a.id, amount: a.amount})[..2] AS top UNWIND top AS t RETURN v.id AS v, t.award AS award, t.amount AS amount;
MATCH (r:Region)<-[:IN_REGION]-(p:Project)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w) WITH r, w, count(DISTINCT a) AS n ORDER BY n DESC, w.id WITH r, collect({w: w.id, n: n}) AS ranked RETURN r.id AS r, ranked[0].w AS first, ranked[0].n AS n;
MATCH (r:Region)<-[:IN_REGION]-(p:Project) WITH r, count(p) AS n ORDER BY n DESC, r.id LIMIT 10 RETURN r.name AS region, n;
MATCH (c:Company) CALL (c) { MATCH (h)-[s:HOLDS_SHARES_IN]->(c) WHERE s.stake IS NOT NULL RETURN h.id AS h, s.stake AS stake ORDER BY stake DESC, h LIMIT 1 } RETURN c.id AS c, h, stake;
MATCH (g:CorporateGroup) CALL (g) { OPTIONAL MATCH (g)-[:HOLDS_SHARES_IN]->(v:JointVenture) RETURN v ORDER BY v.id LIMIT 1 } RETURN g.id AS g, v.id AS v;
MATCH (g:CorporateGroup) CALL (g) { MATCH (g)-[:TIED_TO]->(p) RETURN count(p) AS n } WITH g, n WHERE n > 2 RETURN g.name AS g, n;
MATCH (a:Award) WHERE a.date IS NOT NULL WITH a.date.year AS year, a ORDER BY a.date, a.id WITH year, collect(a.id) AS ids RETURN year, ids[0] AS first, ids[-1] AS last, size(ids) AS n;
MATCH (p:Project) CALL (p) { MATCH (p)<-[:CONCERNS]-(b:Bid) WHERE b.amount IS NOT NULL RETURN min(b.amount) AS lowest, max(b.amount) AS highest } WITH p, lowest, highest WHERE lowest < highest RETURN p.id AS p, lowest, highest;
MATCH (s:Source) WITH s.publisherName AS publisher, s ORDER BY s.date DESC, s.id WITH publisher, collect(s.name)[0] AS newest, count(*) AS n RETURN publisher, newest, n;

// comma-joined patterns
MATCH (b)-[:HAS_BIDDER]->(v:Vendor), (b)-[:CONCERNS]->(p:Project) RETURN v.id AS v, p.id AS p;
MATCH (b:Bid)-[:CONCERNS]->(p:Project), (p)-[:HAS_BUYER]->(o) RETURN b.id AS b, o.id AS o;
MATCH (b:Bid)-[:CONCERNS]->(p), (p)-[:HAS_BUYER]->(o), (p)-[:IN_REGION]->(r) RETURN b.id AS b, o.id AS o, r.id AS r;
MATCH (x:Bid)-[:ANSWERS_CALL]->(c), (y:Bid)-[:ANSWERS_CALL]->(c) WHERE x.id < y.id RETURN c.id AS c, x.id AS x, y.id AS y;
MATCH (a:Award)-[:AWARDED_TO]->(w), (a)-[:CONCERNS]->(p)-[:HAS_BUYER]->(o) RETURN w.name AS w, o.name AS o, count(DISTINCT p) AS n;
MATCH (g:CorporateGroup)-[:HOLDS_SHARES_IN]->(v:JointVenture), (h:CorporateGroup)-[:HOLDS_SHARES_IN]->(v) WHERE g.id < h.id RETURN g.id AS g, h.id AS h, v.id AS v;
MATCH (g:CorporateGroup)-[:TIED_TO]->(p:Project), (h:CorporateGroup)-[:TIED_TO]->(p), (p)-[:LOCATED_IN]->(r:Region {regionLevel: 'province'}) WHERE g.id < h.id RETURN g.id AS g, h.id AS h, p.id AS p, r.id AS r;
MATCH (a:Award)-[:CONCERNS]->(p:Project), (k:Contract)-[:CONCERNS]->(p) RETURN a.id AS a, k.id AS k, p.id AS p;
MATCH (x:Company), (y:Company) WHERE x.id < y.id AND x.founded = y.founded RETURN x.id AS x, y.id AS y;
MATCH (c:Company {id: 'digital-guangdong'}), (g:CorporateGroup {id: 'tencent'}) RETURN c.name AS c, g.name AS g;
MATCH (c:Company {id: 'digital-guangdong'}), (g:CorporateGroup {id: 'tencent'}) RETURN EXISTS { (g)-[:HOLDS_SHARES_IN]->(c) } AS holds;
MATCH (a)-[:MEMBER_OF_CONSORTIUM]->(c), (b)-[:MEMBER_OF_CONSORTIUM]->(c) WHERE a.id <> b.id RETURN a.id AS a, count(DISTINCT b) AS partners;
MATCH (v)<-[:AWARDED_TO]-(a)-[:CONCERNS]->(p), (p)-[:IN_REGION]->(r)-[:PART_OF]->(q) RETURN q.name AS q, count(DISTINCT a) AS awards, count(DISTINCT v) AS winners;

// shortest paths
MATCH (a:CorporateGroup {id: 'tencent'}), (b:CorporateGroup {id: 'huawei'}) MATCH p = shortestPath((a)-[*1..4]-(b)) RETURN length(p) AS steps;
MATCH (a:CorporateGroup), (b:CorporateGroup) WHERE a.id < b.id MATCH p = shortestPath((a)-[:HOLDS_SHARES_IN|MEMBER_OF_GROUP*1..4]-(b)) RETURN a.id AS a, b.id AS b, length(p) AS steps;
MATCH (a:CorporateGroup {id: 'tencent'}), (b:Company {id: 'digital-guangdong'}) MATCH p = shortestPath((a)-[:HOLDS_SHARES_IN*1..3]->(b)) RETURN [n IN nodes(p) | n.id] AS ids, [r IN relationships(p) | type(r)] AS types;
MATCH (a:CorporateGroup {id: 'tencent'}), (b:CorporateGroup {id: 'huawei'}) MATCH p = allShortestPaths((a)-[:HOLDS_SHARES_IN|STRATEGIC_PARTNER_OF|TIED_TO*1..3]-(b)) RETURN [n IN nodes(p) | n.id] AS ids, length(p) AS steps;
MATCH (a:Agency), (b:CorporateGroup {id: 'huawei'}) MATCH p = shortestPath((a)-[*1..5]-(b)) RETURN a.id AS a, b.id AS b, length(p) AS steps;
MATCH (r:Region), (top:Region {regionLevel: 'province'}) WHERE r.id <> top.id MATCH p = shortestPath((r)-[:PART_OF*1..4]->(top)) RETURN r.id AS r, top.id AS top, length(p) AS steps;
MATCH (a:CorporateGroup {id: 'tencent'}) MATCH p = (a)-[:HOLDS_SHARES_IN*1..3]->(c:Company) RETURN c.id AS c, min(length(p)) AS steps;
MATCH p = (a:Agent)-[:HOLDS_SHARES_IN*1..3]->(c:Company) WHERE all(r IN relationships(p) WHERE r.stake IS NOT NULL) RETURN [n IN nodes(p) | n.id] AS ids, reduce(share = 1.0, r IN relationships(p) | share * r.stake / 100) AS share;
MATCH p = (a:Agent)-[:HOLDS_SHARES_IN*2..2]->(c) RETURN nodes(p)[0].id AS a, nodes(p)[1].id AS b, c.id AS c;
MATCH p = (c:Company {id: 'digital-guangdong'})-[*1..2]-(x) RETURN length(p) AS steps, count(*) AS n;
MATCH (a:CorporateGroup {id: 'tencent'}) OPTIONAL MATCH p = shortestPath((a)-[:PROMOTES*1..3]-(b:CorporateGroup {id: 'huawei'})) RETURN p IS NULL AS none;

// sums by group and year
MATCH (a:Award) WHERE a.amount IS NOT NULL AND a.date IS NOT NULL RETURN a.date.year AS year, sum(a.amount) AS total, count(*) AS n;
MATCH (a:Award)-[:AWARDED_TO]->(w)-[:MEMBER_OF_GROUP]->(g:CorporateGroup) WHERE a.date IS NOT NULL RETURN g.name AS g, a.date.year AS year, sum(a.amount) AS total, count(DISTINCT a) AS n ORDER BY g, year;
MATCH (a:Award)-[:CONCERNS]->(p:Project)-[:HAS_BUYER]->(o) WITH DISTINCT o, a RETURN o.name AS o, coalesce(a.currency, 'CNY') AS currency, sum(a.amount) AS total, avg(a.amount) AS mean;
MATCH (a:Award) RETURN a.method AS method, count(*) AS n, count(a.amount) AS priced, min(a.amount) AS least, max(a.amount) AS most;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN a.date.year AS year, a.date.quarter AS quarter, count(*) AS n;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN a.date.year AS year, a.date.month AS month, count(*) AS n ORDER BY year, month;
MATCH (s:ProcurementStep) RETURN count(*) AS all, count(s.amount) AS priced, sum(s.amount) AS total;
MATCH (s:ProcurementStep) RETURN CASE WHEN s.amount IS NULL THEN 'none' WHEN s.amount < 1000000 THEN 'small' WHEN s.amount < 100000000 THEN 'middle' ELSE 'big' END AS size, count(*) AS n;
MATCH (n:Nothing) RETURN count(*) AS n, sum(n.amount) AS total, avg(n.amount) AS mean, max(n.amount) AS most, collect(n.id) AS ids;
MATCH (a:Award)-[:AWARDED_TO]->(w) WITH w, sum(a.amount) AS total, count(*) AS n WHERE n > 1 RETURN w.id AS w, total, n, total / n AS mean;
MATCH (a:Award) WITH sum(a.amount) AS total MATCH (b:Award)-[:AWARDED_TO]->(w) WHERE b.amount IS NOT NULL WITH w, total, sum(b.amount) AS own RETURN w.id AS w, round(100 * own / total, 2) AS share;
MATCH (b:Bid) WHERE b.rank IS NOT NULL RETURN b.rank AS rank, count(*) AS n, avg(b.score) AS score;
MATCH (p:Project)-[:LOCATED_IN]->(r:Region {regionLevel: 'province'}) OPTIONAL MATCH (p)<-[:CONCERNS]-(a:Award) RETURN r.name AS r, count(DISTINCT p) AS projects, count(DISTINCT a) AS awards, sum(a.amount) AS total;
MATCH (n:Thing) RETURN n.disputed AS disputed, count(*) AS n;
MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY n DESC, type;
MATCH (a:Award) WHERE a.amount > 0 RETURN toInteger(log10(a.amount)) AS magnitude, count(*) AS n;

// EXISTS, COUNT and COLLECT subqueries
MATCH (c:Company) WHERE NOT EXISTS { (c)<-[:HOLDS_SHARES_IN]-() } RETURN count(c) AS n;
MATCH (c:Company) WHERE EXISTS { MATCH (c)<-[s:HOLDS_SHARES_IN]-(h) WHERE s.stake > 50 } RETURN c.id AS c;
MATCH (p:Project) WHERE EXISTS { MATCH (p)<-[:CONCERNS]-(a:Award) WHERE a.amount > 100000000 } AND NOT EXISTS { (p)<-[:CONCERNS]-(:Bid) } RETURN p.id AS p;
MATCH (p:Project) WHERE COUNT { (p)<-[:CONCERNS]-(:Bid) } > 3 RETURN p.id AS p, COUNT { (p)<-[:CONCERNS]-(:Bid) } AS bids;
MATCH (g:CorporateGroup) RETURN g.id AS g, COUNT { (g)<-[:MEMBER_OF_GROUP]-() } AS members, COUNT { MATCH (g)-[:TIED_TO]->(p) WHERE p.investment IS NOT NULL } AS priced;
MATCH (g:CorporateGroup) RETURN g.id AS g, EXISTS { (g)-[:STRATEGIC_PARTNER_OF]->() } AS partner;
MATCH (g:CorporateGroup) WHERE (g)-[:STRATEGIC_PARTNER_OF]->() RETURN g.id AS g;
MATCH (g:CorporateGroup) WHERE NOT (g)-[:TIED_TO]->(:Project) RETURN g.id AS g;
MATCH (a:Award) WHERE EXISTS { MATCH (a)-[:CONCERNS]->(p)<-[:CONCERNS]-(s:SingleSourcePublicity) } RETURN a.id AS a;
MATCH (c:Consortium) RETURN c.id AS c, [(m)-[:MEMBER_OF_CONSORTIUM {role: 'leader'}]->(c) | m.id][0] AS leader;
MATCH (c:Consortium) RETURN c.id AS c, size([(m)-[:MEMBER_OF_CONSORTIUM]->(c) | m.id]) AS n;
MATCH (g:CorporateGroup) WITH g, [(g)-[:TIED_TO]->(p:Project) WHERE p.procurementKind IS NOT NULL | p.id] AS ps WHERE size(ps) > 0 UNWIND ps AS p WITH g, p ORDER BY p RETURN g.id AS g, collect(p) AS ps;
MATCH (a:Agent) WHERE COUNT { (a)--() } = 0 RETURN count(a) AS lonely;
MATCH (c:Claim) WHERE NOT EXISTS { MATCH (t:Thing {id: c.objectId}) } RETURN count(c) AS n;
MATCH (c:Claim) WHERE EXISTS { MATCH (t:Thing) WHERE t.id = c.subjectId AND t.name = c.subjectName } RETURN count(c) AS n;
MATCH (v:Vendor) WHERE EXISTS { MATCH (v)<-[:AWARDED_TO]-(a) WHERE EXISTS { (a)-[:AWARDS_BID]->() } } RETURN v.id AS v;

// map projections, maps and whole things
MATCH (g:CorporateGroup {id: 'tencent'}) RETURN g {.id, .name} AS g;
MATCH (g:CorporateGroup) RETURN g {.id, .englishName, members: COUNT { (g)<-[:MEMBER_OF_GROUP]-() }} AS g;
MATCH (g:CorporateGroup {id: 'tencent'}) RETURN g {.*} AS g;
MATCH (g:CorporateGroup {id: 'tencent'}) RETURN g {.*, own: 1} AS g;
MATCH (g:CorporateGroup {id: 'tencent'}) RETURN properties(g) AS p, keys(g) AS k, labels(g) AS l;
MATCH (g:CorporateGroup {id: 'tencent'}) RETURN g;
MATCH (a:Award) RETURN a ORDER BY a.id LIMIT 5;
MATCH (g:CorporateGroup {id: 'tencent'})-[r:HOLDS_SHARES_IN]->(c) RETURN r, c;
MATCH (g:CorporateGroup {id: 'tencent'})-[r:HOLDS_SHARES_IN]->(c) RETURN r;
MATCH (g:CorporateGroup {id: 'tencent'})-[r:HOLDS_SHARES_IN]->(c) RETURN properties(r) AS p, keys(r) AS k, type(r) AS t;
MATCH p = (g:CorporateGroup {id: 'tencent'})-[:HOLDS_SHARES_IN]->(c)<-[:HOLDS_SHARES_IN]-(h) RETURN p;
MATCH p = (g:CorporateGroup {id: 'tencent'})-[:HOLDS_SHARES_IN]->(c) RETURN nodes(p) AS ns, relationships(p) AS rs, length(p) AS n;
MATCH (g:CorporateGroup) WITH g ORDER BY g.id RETURN collect(g {.id, .name}) AS gs;
MATCH (g:CorporateGroup {id: 'tencent'})-[r:HOLDS_SHARES_IN]->(c) RETURN startNode(r).id AS s, endNode(r).id AS e, r.stake AS stake;
MATCH (g:CorporateGroup) RETURN g.type AS type, g.title AS title, count(*) AS n;
MATCH (n:Company) RETURN labels(n) AS l, count(*) AS n;
MATCH (n:Thing) RETURN labels(n)[0] AS l, count(*) AS n;
MATCH (n) WHERE n:Vendor AND NOT n:Company RETURN labels(n) AS l, count(*) AS n;
MATCH (n:Company) RETURN n:Vendor AS vendor, n:JointVenture AS venture, count(*) AS n;
RETURN {a: 1, b: [1, 2, {c: 'x'}], d: null} AS m;
WITH {type: 'a', title: 'b'} AS m RETURN m.type AS t, m.title AS u, keys(m) AS k, m AS m;
MATCH (g:CorporateGroup {id: 'tencent'})-[r]->(c) WITH type(r) AS type, count(*) AS n ORDER BY type RETURN collect({type: type, n: n}) AS m;
MATCH (a:Award) WHERE a.amount IS NOT NULL WITH a ORDER BY a.amount DESC, a.id LIMIT 3 RETURN collect(a {.id, .amount, .date}) AS top;
MATCH (g:CorporateGroup {id: 'tencent'}) OPTIONAL MATCH (g)-[r:PROMOTES]->(x) RETURN r, x, labels(x) AS l, keys(x) AS k, x {.id} AS m, type(r) AS t;

// UNION
MATCH (g:CorporateGroup) RETURN g.id AS id UNION MATCH (c:JointVenture) RETURN c.id AS id;
MATCH (a:Award) RETURN 'award' AS what, count(*) AS n UNION ALL MATCH (b:Bid) RETURN 'bid' AS what, count(*) AS n UNION ALL MATCH (c:Contract) RETURN 'contract' AS what, count(*) AS n;
MATCH (c:Company) RETURN c.name AS name UNION MATCH (v:Vendor) RETURN v.name AS name;
CALL () { MATCH (a:Award) RETURN a.date AS d UNION ALL MATCH (b:Bid) RETURN b.date AS d } RETURN d.year AS year, count(*) AS n;
MATCH (g:CorporateGroup) CALL (g) { MATCH (g)-[:HOLDS_SHARES_IN]->(x) RETURN x UNION MATCH (g)<-[:MEMBER_OF_GROUP]-(x) RETURN x } RETURN g.id AS g, count(DISTINCT x) AS n;
UNWIND [1, 2] AS x RETURN x UNION UNWIND [2, 3] AS x RETURN x;

// temporal values
MATCH (a:Award) WHERE a.date >= date('2020-01-01') AND a.date < date('2021-01-01') RETURN count(*) AS n;
MATCH (a:Award) WHERE a.date.year IN [2019, 2020] RETURN a.id AS a, a.date AS d;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN min(a.date) AS first, max(a.date) AS last;
MATCH (a:Award)-[:RESULT_OF]->(c:CallForTenders) WHERE a.date IS NOT NULL AND c.date IS NOT NULL RETURN a.id AS a, duration.inDays(c.date, a.date).days AS days;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN a.id AS a, a.date + duration('P1M') AS next, a.date - duration({days: 10}) AS before;
MATCH (c:Company) WHERE c.founded IS NOT NULL RETURN c.id AS c, duration.inMonths(c.founded, date('2024-01-01')).years AS age;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN date.truncate('month', a.date) AS month, count(*) AS n;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN date.truncate('year', a.date) AS year, date.truncate('quarter', a.date) AS quarter, count(*) AS n;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN a.date.dayOfWeek AS day, count(*) AS n;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN toString(a.date) AS d, count(*) AS n;
MATCH (a:Award) WHERE a.date IS NOT NULL RETURN date({year: a.date.year, month: 1, day: 1}) AS d, count(*) AS n;
RETURN date('2020-02-29') AS a, date('2020-02') AS b, date('2020') AS c, date({year: 2021, month: 3, day: 4}) AS d;
RETURN date('2020-01-31') + duration('P1M') AS a, date('2020-03-31') - duration('P1M') AS b, duration('P1Y2M3D') AS c;
RETURN datetime('2020-01-01T12:00:00Z') AS a, date(datetime('2020-01-01T12:00:00Z')) AS b, datetime('2020-01-01T12:00:00Z').hour AS h;
RETURN date('2020-01-01') < date('2020-01-02') AS a, date('2020-01-01') = date('2020-01-01') AS b, date('2020-01-01') <> date('2020-01-02') AS c;
MATCH ()-[r:HOLDS_SHARES_IN]->() WHERE r.asOf IS NOT NULL RETURN r.asOf.year AS year, r.asOfPrecision AS precision, count(*) AS n;
MATCH (s:Source) WHERE s.date >= date('2024-01-01') RETURN s.publisherName AS p, count(*) AS n, max(s.date) AS newest;
RETURN duration.inDays(date('2020-01-01'), date('2020-03-01')).days AS days, duration.inMonths(date('2019-12-15'), date('2020-03-14')).months AS months;

// list functions
MATCH (g:CorporateGroup) WHERE g.alias IS NOT NULL RETURN g.id AS g, size(g.alias) AS n, g.alias[0] AS first, g.alias[-1] AS last, g.alias[..1] AS some;
MATCH (g:CorporateGroup) WHERE any(x IN g.alias WHERE x CONTAINS '集团') RETURN g.id AS g;
MATCH (g:CorporateGroup) WHERE none(x IN g.alias WHERE x CONTAINS '集团') RETURN g.id AS g;
MATCH (g:CorporateGroup) WHERE '腾讯公司' IN g.alias RETURN g.id AS g;
MATCH (g:CorporateGroup) WHERE NOT '腾讯公司' IN g.alias RETURN g.id AS g;
MATCH (n:Agent) WHERE all(x IN n.sources WHERE x STARTS WITH 'b') RETURN n.id AS n;
MATCH (n:Agent) WHERE single(x IN n.sources WHERE x = 'bjnews-smart-city-2019-09') RETURN n.id AS n;
MATCH (n:Agent) UNWIND n.sources AS s RETURN s, count(DISTINCT n) AS n;
MATCH (n:Agent)-[r]->() UNWIND range(0, size(r.sources) - 1) AS i RETURN r.id AS r, r.sources[i] AS s, r.locators[i] AS l;
RETURN [x IN range(1, 10) WHERE x % 2 = 0 | x * x] AS a, reduce(s = 0, x IN [1, 2, 3] | s + x) AS b, reverse([1, 2, 3]) AS c;
RETURN head([1, 2]) AS a, last([1, 2]) AS b, tail([1, 2, 3]) AS c, size([]) AS d, [1, 2] + [3] AS e, 2 IN [1, 2] AS f, null IN [1] AS g;
RETURN [1, 2, 3][1] AS a, [1, 2, 3][5] AS b, [1, 2, 3][1..] AS c, [1, 2, 3][..-1] AS d, [1, [2, 3]][1][0] AS e;
MATCH (g:CorporateGroup) WITH g.id AS id ORDER BY id RETURN collect(id) AS ids, collect(id)[0] AS first, size(collect(id)) AS n;
MATCH (n:Region) WITH n.regionLevel AS level, n ORDER BY n.id RETURN level, collect(n.name)[..5] AS some;
MATCH (n:Agent) RETURN size(n.name) AS length, count(*) AS n;
RETURN split('a,b,c', ',') AS a, [x IN split('1,2', ',') | toInteger(x)] AS b, range(0, 10, 5) AS c;
MATCH (n:CorporateGroup) WITH collect(DISTINCT n.id) AS ids UNWIND ids AS id WITH id ORDER BY id DESC LIMIT 3 RETURN collect(id) AS last3;
UNWIND [3, 1, null, 2] AS x RETURN collect(x) AS xs, count(x) AS n, count(*) AS m, sum(x) AS s, min(x) AS lo, max(x) AS hi, avg(x) AS a;
UNWIND [[1, 2], [3]] AS xs UNWIND xs AS x RETURN collect(x) AS flat;
UNWIND [] AS x RETURN count(x) AS n;

// texts and numbers
MATCH (n:Agent) WHERE n.name STARTS WITH '华为' RETURN n.name AS name;
MATCH (n:Agent) WHERE n.name ENDS WITH '有限公司' RETURN count(n) AS n;
MATCH (n:Agent) WHERE n.name =~ '.*(云|数字).*' RETURN n.name AS name;
MATCH (n:Agent) WHERE n.englishName IS NOT NULL RETURN toUpper(n.englishName) AS up, toLower(n.englishName) AS low, substring(n.englishName, 0, 3) AS start, size(n.englishName) AS length;
MATCH (n:Region) RETURN left(n.name, 1) AS first, count(*) AS n;
RETURN trim('  a ') AS a, replace('abab', 'a', 'c') AS b, left('abc', 2) AS c, right('abc', 2) AS d, substring('abcdef', 2, 2) AS e, reverse('abc') AS f;
RETURN 7 / 2 AS a, 7.0 / 2 AS b, 7 % 3 AS c, 2 ^ 3 AS d, -7 / 2 AS e, abs(-3) AS f, sign(-2) AS g, sqrt(16) AS h;
RETURN round(2.5) AS a, round(-2.5) AS b, round(3.14159, 2) AS c, floor(2.7) AS d, ceil(2.1) AS e, toInteger(3.9) AS f, toFloat('2.5') AS g, toInteger('7') AS h;
RETURN toInteger('x') AS a, toFloat('y') AS b, toString(3) AS c, toString(true) AS d, toBoolean('true') AS e;
RETURN null = null AS a, null <> 1 AS b, null IS NULL AS c, coalesce(null, 2) AS d, NOT null AS e, null AND false AS f, null OR true AS g;
RETURN 'a' + 'b' AS a, 'a' < 'b' AS b, 'Z' < 'a' AS c, 1 = 1.0 AS d, 'x' = 1 AS e;
RETURN CASE 2 WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END AS a, CASE WHEN false THEN 1 END AS b;
MATCH (b:Bid) WHERE b.score > 90 OR b.rank = 1 RETURN b.id AS b, b.score AS score, b.rank AS rank;
MATCH (b:Bid) WHERE NOT (b.score > 90 OR b.rank = 1) RETURN count(b) AS n;
MATCH (b:Bid) WHERE b.rank = 1 XOR b.score > 90 RETURN count(b) AS n;
MATCH (a:Award) WHERE a.amount <> 100 RETURN count(a) AS n;

// chains of WITH, ORDER BY, SKIP and LIMIT, OPTIONAL MATCH
MATCH (g:CorporateGroup) RETURN g.id AS id ORDER BY id SKIP 3 LIMIT 5;
MATCH (a:Award) RETURN a.id AS id, a.amount AS amount ORDER BY amount DESC, id LIMIT 200;
MATCH (a:Award) RETURN a.id AS id, a.date AS d ORDER BY d, id LIMIT 200;
MATCH (g:CorporateGroup) OPTIONAL MATCH (g)-[:HOLDS_SHARES_IN]->(v) WHERE v:JointVenture RETURN g.id AS g, count(v) AS n;
MATCH (g:CorporateGroup) OPTIONAL MATCH (g)-[:TIED_TO]->(p) WITH g, count(p) AS n ORDER BY n DESC, g.id LIMIT 5 MATCH (g)<-[:MEMBER_OF_GROUP]-(m) RETURN g.id AS g, n, count(m) AS members;
MATCH (p:Project) OPTIONAL MATCH (p)<-[:CONCERNS]-(a:Award) OPTIONAL MATCH (a)-[:AWARDED_TO]->(w) RETURN p.id AS p, a.id AS a, w.id AS w;
MATCH (c:Company)-[:MEMBER_OF_GROUP]->(g) WITH g, collect(c.id) AS cs WHERE size(cs) > 5 RETURN g.id AS g, size(cs) AS n;
MATCH (a)-[:MEMBER_OF_GROUP*0..1]->(g) WHERE g:CorporateGroup RETURN g.id AS g, count(a) AS n;
MATCH (r:Region)-[:PART_OF*0..3]->(top:Region {regionLevel: 'province'}) RETURN top.id AS top, count(DISTINCT r) AS n;
MATCH (a:CorporateGroup)-[r:HOLDS_SHARES_IN|STRATEGIC_PARTNER_OF]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b;
MATCH (a:CorporateGroup {id: 'tencent'})--(b) RETURN DISTINCT b.id AS b;
MATCH (a)-[r:CONTROLS]-(b) RETURN a.id AS a, b.id AS b;
MATCH (a:Agent)-[:CONTROLS]->(b)-[:CONTROLS]->(c) RETURN a.id AS a, c.id AS c;
MATCH (x)<-[:AWARDED_TO]-(a)-[:AWARDED_TO]->(y) WHERE x.id <> y.id RETURN a.id AS a, x.id AS x, y.id AS y;
MATCH (n)-[r:HOLDS_SHARES_IN]->(m) MATCH (e:Evidence) WHERE e.about = r.id RETURN count(*) AS n;
MATCH (n)-[r:HOLDS_SHARES_IN]->(m) MATCH (e:Evidence {about: r.id}) RETURN count(*) AS n;
MATCH (n)-[r:HOLDS_SHARES_IN]->(m) WITH r.id AS about MATCH (e:Evidence {about: about}) RETURN e.source AS source, count(*) AS n;
MATCH (i:Inference) UNWIND i.premises AS p WITH i.rule AS rule, count(p) AS n RETURN rule, n;
MATCH (c:Claim) RETURN c.modality AS modality, c.predicate AS predicate, count(*) AS n;
MATCH (c:Claim) MATCH (s:Thing {id: c.subjectId}) RETURN s.name AS s, count(c) AS n;
MATCH (n) RETURN count(n) AS n;
MATCH ()-[r]->() RETURN count(r) AS n;
MATCH (n:Agent) WHERE n.id = 'tencent' OR n.id = 'huawei' RETURN n.name AS name;
MATCH (n:Agent) WHERE n.id IN ['tencent', 'huawei', 'none'] RETURN n.name AS name;
MATCH (c:Company&Vendor) RETURN count(c) AS n;
MATCH (c:Company|CorporateGroup) RETURN count(c) AS n;
