// title: 哪些部门主要通过一家代理机构采购 | Which buyers work mostly through one agent
// theme: red-flags
// answers: Which buyers give most of their agent-run projects to one agent, and whether the same vendors keep
//   winning there.
// why: An agent writes the papers and runs the evaluation; one agent, one buyer and one winner together are a
//   closed circle.
// excludes: Projects without a known agent. A consortium is one winner.
// references: The agent is that of the project or of any step of it. Share is of the buyer's projects with a
//   known agent. An indicator is a question, not an accusation.
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param share: number = 50 | 份额至少% | Share in per cent, at least
// param minimum: integer = 2 | 项目数至少 | Projects, at least
// column buyer: text | 采购人 | Buyer
// column agent: text | 代理机构 | Agent
// column projects: integer | 经该代理项目 | Projects through it
// column withAgent: integer | 有代理项目 | Projects with an agent
// column share: number | 份额% | Share %
// column topWins: integer | 最多中标数 | Most wins
// column topWinners: list | 中标最多者 | Who won most
// order: share desc, projects desc, buyer, agent

MATCH (b:Organization)<-[:HAS_BUYER]-(p:Project)<-[:CONCERNS*0..1]-(x)-[:HAS_AGENT]->(agent:Organization)
WHERE $buyer IS NULL OR b.id IN $buyer
WITH b, agent, collect(DISTINCT p) AS projects
WITH b, collect({agent: agent, projects: projects}) AS list
UNWIND list AS row
UNWIND row.projects AS p
WITH b, list, row, p
OPTIONAL MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Organization)
WITH b, list, row, w, count(DISTINCT a) AS wins
WITH b, list, row, max(wins) AS topWins, collect({name: w.name, wins: wins}) AS winners
UNWIND list AS any
UNWIND any.projects AS project
WITH b, row, topWins, winners, count(DISTINCT project) AS withAgent
WITH b, row, topWins, winners, withAgent, 100.0 * size(row.projects) / withAgent AS share
WHERE share >= $share AND size(row.projects) >= $minimum
RETURN b.name AS buyer, row.agent.name AS agent, size(row.projects) AS projects, withAgent AS withAgent, share AS share, topWins AS topWins,
       [winner IN winners WHERE winner.wins = topWins AND topWins > 0 | winner.name] AS topWinners
