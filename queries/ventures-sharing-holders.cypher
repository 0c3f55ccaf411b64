// title: 哪些合资公司有共同股东 | Which joint ventures share shareholders
// theme: ownership
// answers: Which two joint ventures have at least two shareholders, or two groups of shareholders, in common.
// why: Ventures of the same partners in several places are one alliance that meets buyers under many names.
// excludes: Who held shares at different times still counts. Holders of holders do not.
// references: A holder's group is the one it belongs to, or itself where it is a group.
// needs: JointVenture, Agent.holdsSharesIn
// param minimum: integer = 2 | 共同股东至少 | Shareholders in common, at least
// column a: text | 合资公司 | Joint venture
// column b: text | 另一合资公司 | Other joint venture
// column sharedHolders: integer | 共同股东数 | Shared holders
// column sharedGroups: integer | 共同集团数 | Shared groups
// column holders: list | 共同股东 | Holders in common
// column groups: list | 共同集团 | Groups in common
// order: sharedHolders desc, sharedGroups desc, a, b

MATCH (v:JointVenture)<-[:HOLDS_SHARES_IN]-(h:Agent)
OPTIONAL MATCH (h)-[:MEMBER_OF_GROUP*0..1]->(g:CorporateGroup)
WITH v, collect(DISTINCT h) AS holders, collect(DISTINCT g) AS groups
WITH collect({venture: v, holders: holders, groups: groups}) AS ventures
UNWIND ventures AS one
UNWIND ventures AS other
WITH one.venture AS a, other.venture AS b, [h IN one.holders WHERE h IN other.holders | h.name] AS holders,
     [g IN one.groups WHERE g IN other.groups | g.name] AS groups
WHERE a.id < b.id AND (size(holders) >= $minimum OR size(groups) >= $minimum)
RETURN a.name AS a, b.name AS b, size(holders) AS sharedHolders, size(groups) AS sharedGroups, holders AS holders, groups AS groups
