// title: 哪些部门主要通过一家代理机构采购 | Which buyers work mostly through one agent
// theme: red-flags
// answers: Which buyers give most of their agent-run projects to one agent, and whether the same vendors keep
//   winning there.
// why: An agent writes the papers and runs the evaluation; one agent, one buyer and one winner together are a
//   closed circle.
// excludes: Projects without a known agent. A consortium is one winner.
// references: The agent is that of the project or of any step of it. Share is of the buyer's projects with a
//   known agent. An indicator is a question, not an accusation.
// needs: Project.hasAgent, Project.hasBuyer
// innocent: 一地代理机构少，或经竞争签了框架协议，或按名单轮选 |
//   few agents work in the place, a framework was won in competition, or agents are drawn from a list
// settles: 代理机构的选定方式与框架协议 |
//   how the agent was chosen, and the framework agreement
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

// Projects of each buyer that have an agent, and through which; the agent is that of the project or of any step of it.
MATCH (agent:Organization)<-[:HAS_AGENT]-()-[:CONCERNS*0..1]->(p:Project)-[:HAS_BUYER]->(b:Organization)
WHERE $buyer IS NULL OR b.id IN $buyer
WITH b, count(DISTINCT p) AS withAgent
MATCH (b)<-[:HAS_BUYER]-(p:Project)<-[:CONCERNS*0..1]-()-[:HAS_AGENT]->(agent:Organization)
WITH b, withAgent, agent, count(DISTINCT p) AS projects
WITH b, withAgent, agent, projects, 100.0 * projects / withAgent AS share
WHERE share >= $share AND projects >= $minimum

// How often each vendor won through that agent, and who won most.
CALL (b, agent) {
    MATCH (b)<-[:HAS_BUYER]-(p:Project)<-[:CONCERNS*0..1]-()-[:HAS_AGENT]->(through:Organization)
    WHERE through.id = agent.id
    MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
    WITH w, count(DISTINCT a) AS wins
    RETURN max(wins) AS most, collect({name: w.name, wins: wins}) AS winners
}
RETURN b.name AS buyer, agent.name AS agent, projects AS projects, withAgent AS withAgent, share AS share, coalesce(most, 0) AS topWins,
       [winner IN winners WHERE winner.wins = most | winner.name] AS topWinners
