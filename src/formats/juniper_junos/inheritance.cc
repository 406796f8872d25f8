// Groups, ranges and paths as tree merging. Problem: `apply-groups G` at some place copies what G says about
// the same place, with `<...>` words standing for names that exist there. Idea: walk G along the path of the
// place, then merge the found subtree into it, node by node; values that exist already are kept, and a scalar
// later prefers the lower rank. Nodes made by merging may apply further groups: they are visited in order of
// creation, so nested groups need no recursion. Cost: O(nodes made), bounded by kInheritedNodesMax; a group
// that applies itself finds its own nodes and ends. (Junos OS CLI User Guide, "Configuration Groups".)
#include "formats/juniper_junos/inheritance.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <tuple>
#include <utility>

namespace ringfence::formats::juniper_junos {
namespace {

// Interfaces one `member-range` may name (origin: ports of the largest chassis are below 2,000).
constexpr std::uint32_t kRangeMembersMax = 4096;

bool IsWildcard(std::string_view word) {
  return word.size() >= 2 && word.front() == '<' && word.back() == '>';
}

// Names of statements that hold in every block and are never what a wildcard stands for.
bool IsStructural(std::string_view word) { return word.starts_with("apply-") || word == "interface-range"; }

bool Covers(std::string_view pattern, std::string_view word) {
  if (!IsWildcard(pattern)) return pattern == word;
  return MatchesWildcard(pattern.substr(1, pattern.size() - 2), word);
}

// One character class "[...]" at the start of `pattern`; sets `used` to its length, 0 when it is none.
bool ClassCovers(std::string_view pattern, char c, std::size_t& used) {
  const std::size_t close = pattern.find(']', 1);
  used = 0;
  if (close == std::string_view::npos) return false;
  used = close + 1;
  const bool negated = close > 1 && (pattern[1] == '^' || pattern[1] == '!');
  bool in = false;
  for (std::size_t i = negated ? 2 : 1; i < close; ++i) {
    if (i + 2 < close && pattern[i + 1] == '-') {
      in = in || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 2;
    } else {
      in = in || pattern[i] == c;
    }
  }
  return in != negated;
}

class Inheritance {
 public:
  explicit Inheritance(Reader& reader) : reader_(reader), tree_(reader.tree) {}

  void Run();

 private:
  struct Source {
    NodeId group = kNone;  // its name node; kNone for ranges
    StatementId applied = kNone;
    std::uint16_t rank = 0;
  };

  void IndexTerminals();
  void ApplyGroupsAt(NodeId statement);
  void ApplyGroup(NodeId place, NodeId group, const Source& source);
  std::vector<NodeId> Along(NodeId group, NodeId place) const;
  void Merge(NodeId from, NodeId into, const Source& source);
  NodeId Inherit(NodeId from, NodeId into, const Source& source);
  void CopyTerminals(NodeId from, NodeId to);
  bool Excepted(NodeId place, const Source& source) const;
  bool OverLimit();
  void ApplyRanges();
  void ApplyRange(NodeId interfaces, NodeId range);
  void AddMembers(NodeId interfaces, NodeId member, std::vector<NodeId>& members);
  void AddMemberRange(NodeId interfaces, NodeId from, std::vector<NodeId>& members);
  void ApplyPaths();
  void ApplyPath(NodeId list, NodeId path);

  Reader& reader_;
  Tree& tree_;
  NodeId groups_ = kNone;
  std::vector<std::pair<NodeId, StatementId>> ends_;  // statements by the node they end at, sorted
  std::size_t inherited_ = 0;
  bool limit_reported_ = false;
};

void Inheritance::IndexTerminals() {
  for (const Terminal& terminal : tree_.terminals()) ends_.emplace_back(terminal.node, terminal.statement);
  std::sort(ends_.begin(), ends_.end());
}

void Inheritance::CopyTerminals(NodeId from, NodeId to) {
  for (auto it = std::lower_bound(ends_.begin(), ends_.end(), std::pair(from, StatementId{0}));
       it != ends_.end() && it->first == from; ++it) {
    tree_.AddTerminal(it->second, to);
  }
}

bool Inheritance::OverLimit() {
  if (++inherited_ <= kInheritedNodesMax) return false;
  if (!limit_reported_) {
    limit_reported_ = true;
    reader_.diagnostics.Add(
        {.kind = base::DiagnosticKind::kNestingTooDeep,
         .span = {reader_.file, 0, 0, 0},
         .what = "groups expand to more than " + std::to_string(kInheritedNodesMax) + " statements"});
  }
  return true;
}

bool Inheritance::Excepted(NodeId place, const Source& source) const {
  if (source.group == kNone) return false;
  const NodeId except = tree_.Find(place, "apply-groups-except");
  return except != kNone && tree_.Find(except, tree_.node(source.group).word) != kNone;
}

// The child of `into` that stands for `from`, made when missing; kNone when it is switched off there.
NodeId Inheritance::Inherit(NodeId from, NodeId into, const Source& source) {
  const Node original = tree_.node(from);
  NodeId to = tree_.FindAny(into, original.word);
  if (to == kNone) {
    if (tree_.node(into).depth >= kPathWordsMax || OverLimit()) return kNone;
    to = tree_.Ensure(into, original.word, {original.statement, original.line, original.column});
    tree_.node(to).rank = source.rank;
    tree_.node(to).applied = source.applied;
    tree_.node(to).latest = original.latest;
  } else if (tree_.node(to).inactive) {
    return kNone;
  }
  CopyTerminals(from, to);
  return to;
}

void Inheritance::Merge(NodeId from, NodeId into, const Source& source) {
  std::vector<std::pair<NodeId, NodeId>> work{{from, into}};
  std::size_t steps = 0;
  while (!work.empty() && ++steps <= kInheritedNodesMax) {
    const auto [below, place] = work.back();
    work.pop_back();
    if (Excepted(place, source)) continue;
    for (const NodeId child : Children(reader_, below)) {
      const std::string_view word = tree_.node(child).word;
      if (!IsWildcard(word)) {
        const NodeId to = Inherit(child, place, source);
        if (to != kNone) work.emplace_back(child, to);
        continue;
      }
      for (const NodeId match : Children(reader_, place)) {
        const std::string_view name = tree_.node(match).word;
        if (IsStructural(name) || !Covers(word, name) || OverLimit()) continue;
        CopyTerminals(child, match);
        work.emplace_back(child, match);
      }
    }
  }
}

// Nodes of the group that speak about `place`.
std::vector<NodeId> Inheritance::Along(NodeId group, NodeId place) const {
  std::vector<std::string_view> path;
  for (NodeId at = place; at != kRoot; at = tree_.node(at).parent) path.push_back(tree_.node(at).word);
  std::vector<NodeId> found{group};
  for (auto word = path.rbegin(); word != path.rend() && !found.empty(); ++word) {
    std::vector<NodeId> next;
    for (const NodeId at : found) {
      for (const NodeId child : Children(reader_, at)) {
        if (Covers(tree_.node(child).word, *word)) next.push_back(child);
      }
    }
    found = std::move(next);
  }
  return found;
}

void Inheritance::ApplyGroup(NodeId place, NodeId group, const Source& source) {
  CopyTerminals(groups_, place);
  CopyTerminals(group, place);
  // Heads of blocks on the way, such as `interfaces {` for a group applied below `interfaces`.
  for (const NodeId at : Along(group, place)) {
    for (NodeId up = at; up != group; up = tree_.node(up).parent) CopyTerminals(up, place);
    Merge(at, place, source);
  }
}

void Inheritance::ApplyGroupsAt(NodeId statement) {
  const NodeId place = tree_.node(statement).parent;
  std::uint16_t index = 0;
  for (const NodeId name : Children(reader_, statement)) {
    const std::string_view word = tree_.node(name).word;
    if (word == "junos-defaults") continue;  // part of the system: its defaults are applied in the conversion
    const NodeId group = groups_ == kNone ? kNone : tree_.Find(groups_, word);
    if (group == kNone) {
      reader_.Undefined(name, "group");
      continue;
    }
    const unsigned level = kPathWordsMax - tree_.node(place).depth;
    const auto rank = static_cast<std::uint16_t>(level * 256 + std::min<unsigned>(index++, 254) + 1);
    ApplyGroup(place, group, {group, tree_.node(name).latest, rank});
  }
}

// Interfaces a `member` statement names: a pattern over what is configured, or one name.
void Inheritance::AddMembers(NodeId interfaces, NodeId member, std::vector<NodeId>& members) {
  for (const NodeId name : Children(reader_, member)) {
    const std::string_view word = tree_.node(name).word;
    if (word.find_first_of("*[?") == std::string_view::npos) {
      const Node at = tree_.node(name);
      members.push_back(tree_.Ensure(interfaces, word, {at.statement, at.line, at.column}));
      CopyTerminals(name, members.back());
      continue;
    }
    for (const NodeId interface : Children(reader_, interfaces)) {
      const std::string_view candidate = tree_.node(interface).word;
      if (IsStructural(candidate) || !MatchesWildcard(word, candidate)) continue;
      members.push_back(interface);
      CopyTerminals(name, interface);
    }
  }
}

// `member-range ge-0/0/0 to ge-0/0/5`: counts the last number of the name.
void Inheritance::AddMemberRange(NodeId interfaces, NodeId from, std::vector<NodeId>& members) {
  const NodeId to = tree_.Find(from, "to");
  const NodeId last = to == kNone ? kNone : tree_.FirstChild(to);
  const auto split = [](std::string_view name) {
    const std::size_t at = name.find_last_of("/-") + 1;
    std::uint32_t number = 0;
    const bool ok =
        std::from_chars(name.data() + at, name.data() + name.size(), number).ptr == name.data() + name.size();
    return std::tuple(name.substr(0, at), number, ok && at < name.size());
  };
  const auto [stem, first_number, first_ok] = split(tree_.node(from).word);
  if (last == kNone) {
    reader_.Invalid(from, "a member range without an end");
    return;
  }
  const auto [last_stem, last_number, last_ok] = split(tree_.node(last).word);
  if (!first_ok || !last_ok || stem != last_stem || last_number < first_number ||
      last_number - first_number >= kRangeMembersMax) {
    reader_.Invalid(last, "not the end of a member range");
    return;
  }
  const Node at = tree_.node(last);
  for (std::uint32_t number = first_number; number <= last_number; ++number) {
    const std::string_view name = tree_.Own(std::string(stem) + std::to_string(number));
    members.push_back(tree_.Ensure(interfaces, name, {at.statement, at.line, at.column}));
    CopyTerminals(last, members.back());
  }
}

void Inheritance::ApplyRange(NodeId interfaces, NodeId range) {
  std::vector<NodeId> members;
  if (const NodeId member = tree_.Find(range, "member"); member != kNone)
    AddMembers(interfaces, member, members);
  if (const NodeId from = tree_.Find(range, "member-range"); from != kNone) {
    for (const NodeId first : Children(reader_, from)) AddMemberRange(interfaces, first, members);
  }
  const NodeId keyword = tree_.node(range).parent;
  for (const NodeId member : members) {
    CopyTerminals(keyword, member);
    CopyTerminals(range, member);
    const Source source{kNone, tree_.node(range).statement, static_cast<std::uint16_t>(kPathWordsMax * 256)};
    for (const NodeId child : Children(reader_, range)) {
      const std::string_view word = tree_.node(child).word;
      if (word == "member" || word == "member-range" || word == "description") continue;
      const NodeId to = Inherit(child, member, source);
      if (to != kNone) Merge(child, to, source);
    }
  }
}

void Inheritance::ApplyRanges() {
  const NodeId interfaces = tree_.Find(kRoot, "interfaces");
  const NodeId keyword = interfaces == kNone ? kNone : tree_.Find(interfaces, "interface-range");
  if (keyword == kNone) return;
  for (const NodeId range : Children(reader_, keyword)) ApplyRange(interfaces, range);
  reader_.Irrelevant(keyword);
}

// Fills a prefix list with the addresses that stand at a path of the configuration.
void Inheritance::ApplyPath(NodeId list, NodeId path) {
  const Node value = tree_.node(path);
  std::vector<NodeId> found{kRoot};
  std::string_view rest = value.word;
  while (!rest.empty() && !found.empty()) {
    const std::size_t begin = rest.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    const std::string_view word = rest.substr(begin, rest.find(' ', begin) - begin);
    rest.remove_prefix(begin + word.size());
    std::vector<NodeId> next;
    for (const NodeId at : found) {
      for (const NodeId child : Children(reader_, at)) {
        if (Covers(word, tree_.node(child).word)) next.push_back(child);
      }
    }
    found = std::move(next);
  }
  for (const NodeId at : found) {
    const Node match = tree_.node(at);
    if (!net::ParseHostPrefix(match.word) && !net::ParseAddress(match.word)) continue;
    if (OverLimit()) return;
    const NodeId entry = tree_.Ensure(list, match.word, {value.statement, match.line, match.column});
    tree_.node(entry).applied = match.statement;
  }
}

void Inheritance::ApplyPaths() {
  const NodeId options = tree_.Find(kRoot, "policy-options");
  const NodeId lists = options == kNone ? kNone : tree_.Find(options, "prefix-list");
  if (lists == kNone) return;
  for (const NodeId list : Children(reader_, lists)) {
    const NodeId path = tree_.Find(list, "apply-path");
    const NodeId value = path == kNone ? kNone : tree_.ScalarChild(path);
    if (value != kNone) ApplyPath(list, value);
  }
}

void Inheritance::Run() {
  groups_ = tree_.Find(kRoot, "groups");
  IndexTerminals();
  // What lies under `groups` acts only where it is applied; the order of ids also visits inherited
  // statements.
  std::vector<bool> in_groups(tree_.size(), false);
  for (NodeId id = 1; id < tree_.size(); ++id) {
    const Node& node = tree_.node(id);
    const bool inside = id == groups_ || (node.parent < in_groups.size() && in_groups[node.parent]);
    if (id < in_groups.size()) in_groups[id] = inside;
    if (inside || node.inactive || node.removed || node.word != "apply-groups") continue;
    ApplyGroupsAt(id);
  }
  ApplyRanges();
  ApplyPaths();
  if (groups_ != kNone) reader_.Irrelevant(groups_);
}

}  // namespace

bool MatchesWildcard(std::string_view pattern, std::string_view word) {
  std::size_t p = 0;
  std::size_t w = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (w < word.size()) {
    std::size_t used = 1;
    bool fits = p < pattern.size() && (pattern[p] == word[w] || pattern[p] == '?');
    if (p < pattern.size() && pattern[p] == '[') fits = ClassCovers(pattern.substr(p), word[w], used);
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = w;
    } else if (fits) {
      p += used;
      ++w;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      w = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

void ApplyInheritance(Reader& reader) { Inheritance(reader).Run(); }

}  // namespace ringfence::formats::juniper_junos
