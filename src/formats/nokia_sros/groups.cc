// A group holds a tree that begins at the root. Where `apply-groups` stands, the part of that tree with the
// same path is merged in: what is written there stays, what is missing comes from the group, of several
// groups from the first. Merged words carry a rank, so that a leaf takes its own value before an inherited
// one. The key `<.*>` stands for every key that exists; other expressions are not modelled. Cost: the size of
// the groups times the places.
#include "formats/nokia_sros/groups.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ringfence::formats::nokia_sros {
namespace {

using base::DiagnosticKind;

constexpr std::string_view kAnyKey = "<.*>";

bool IsExpression(std::string_view word) {
  return word.starts_with('<') && word.ends_with('>') && word.size() > 2;
}
bool IsStructural(std::string_view word) { return word == "apply-groups" || word == "apply-groups-exclude"; }

// One use of a group.
struct Use {
  NodeId place = kNone;   // the block that applies
  NodeId member = kNone;  // the word that names the group
};

class Merger {
 public:
  explicit Merger(Reader& reader) : reader_(reader), tree_(reader.tree) {}

  void Run();

 private:
  // A part of a group and the place where it belongs.
  struct Pair {
    NodeId from;
    NodeId to;
  };

  void Collect(NodeId groups);
  void MarkGroup(NodeId group);
  void Apply(const Use& use);
  NodeId PartOf(NodeId group, NodeId place) const;
  bool Excludes(NodeId place, std::string_view group) const;
  void Merge(Pair pair, std::vector<Pair>& work);
  NodeId Copy(NodeId from, NodeId parent);

  Reader& reader_;
  Tree& tree_;
  NodeId names_ = kNone;  // parent of the groups
  std::vector<Use> uses_;
  std::uint16_t rank_ = 0;
  std::uint32_t copied_ = 0;
};

void Merger::Collect(NodeId groups) {
  const auto count = static_cast<NodeId>(tree_.size());
  std::vector<bool> inside(count, false);
  for (NodeId id = 1; id < count; ++id) {
    const Node& node = tree_.node(id);
    inside[id] = id == groups || inside[node.parent];
    if (node.removed || !IsStructural(node.word)) continue;
    if (inside[id]) {
      reader_.Unmodelled(id, Impact::kAll, "groups within groups");
      continue;
    }
    reader_.Modelled(id);
    for (const NodeId member : Children(reader_, id)) {
      reader_.Modelled(member);
      if (node.word == "apply-groups") uses_.push_back({node.parent, member});
    }
  }
  // The nearest application wins.
  std::ranges::stable_sort(uses_, std::greater{},
                           [this](const Use& use) { return tree_.node(use.place).depth; });
}

// Applied groups are understood, except for expressions; groups that nobody applies have no effect.
void Merger::MarkGroup(NodeId group) {
  const bool used = std::ranges::any_of(
      uses_, [&](const Use& use) { return reader_.word(use.member) == reader_.word(group); });
  if (!used) return reader_.Irrelevant(group);
  std::vector<NodeId> work{group};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    const std::string_view word = reader_.word(at);
    if (IsStructural(word)) continue;
    if (at != group && IsExpression(word) && word != kAnyKey) {
      reader_.Unmodelled(at, Impact::kAll, "regular expression in a group");
      continue;
    }
    reader_.Modelled(at);
    for (const NodeId child : Children(reader_, at)) work.push_back(child);
  }
}

// The node of the group with the path of the place, or kNone.
NodeId Merger::PartOf(NodeId group, NodeId place) const {
  std::vector<NodeId> path;
  for (NodeId at = place; at != kRoot; at = tree_.node(at).parent) path.push_back(at);
  NodeId part = group;
  for (auto at = path.rbegin(); at != path.rend() && part != kNone; ++at) {
    const NodeId exact = tree_.Find(part, tree_.node(*at).word);
    part = exact != kNone ? exact : tree_.Find(part, kAnyKey);
  }
  return part;
}

bool Merger::Excludes(NodeId place, std::string_view group) const {
  const NodeId exclude = tree_.Find(place, "apply-groups-exclude");
  return exclude != kNone && tree_.Find(exclude, group) != kNone;
}

NodeId Merger::Copy(NodeId from, NodeId parent) {
  const Node source = tree_.node(from);
  const NodeId old = tree_.Find(parent, source.word);
  if (old != kNone) {
    tree_.AddTerminal(source.latest, old);
    return old;
  }
  if (++copied_ > kInheritedNodesMax || tree_.node(parent).depth >= kPathWordsMax) return kNone;
  const NodeId made = tree_.Ensure(parent, source.word, {source.latest, source.line, source.column});
  tree_.node(made).rank = rank_;
  tree_.AddTerminal(source.latest, made);
  return made;
}

void Merger::Merge(Pair pair, std::vector<Pair>& work) {
  for (NodeId child = tree_.FirstChild(pair.from); child != kNone; child = tree_.NextSibling(child)) {
    const std::string_view word = tree_.node(child).word;
    if (IsStructural(word) || (IsExpression(word) && word != kAnyKey)) continue;
    if (word == kAnyKey) {
      for (NodeId key = tree_.FirstChild(pair.to); key != kNone; key = tree_.NextSibling(key)) {
        if (!IsStructural(tree_.node(key).word)) work.push_back({child, key});
      }
      continue;
    }
    const NodeId to = Copy(child, pair.to);
    if (to != kNone) work.push_back({child, to});
  }
}

void Merger::Apply(const Use& use) {
  const std::string_view name = reader_.word(use.member);
  const NodeId group = names_ == kNone ? kNone : tree_.Find(names_, name);
  if (group == kNone) return reader_.Undefined(use.member, "group");
  const NodeId part = PartOf(group, use.place);
  if (part == kNone) return;
  ++rank_;
  std::vector<Pair> work{{part, use.place}};
  while (!work.empty() && copied_ <= kInheritedNodesMax) {
    const Pair pair = work.back();
    work.pop_back();
    if (!Excludes(pair.to, name)) Merge(pair, work);
  }
  if (copied_ > kInheritedNodesMax) {
    reader_.diagnostics.Add(
        {.kind = DiagnosticKind::kNestingTooDeep,
         .span = reader_.WordSpan(use.member),
         .what = "groups add more than " + std::to_string(kInheritedNodesMax) + " words"});
  }
}

void Merger::Run() {
  const NodeId groups = tree_.Find(kRoot, "groups");
  Collect(groups);
  if (groups != kNone) {
    reader_.Modelled(groups);
    names_ = tree_.Find(groups, "group");
    if (names_ != kNone) {
      reader_.Modelled(names_);
      for (const NodeId group : Children(reader_, names_)) MarkGroup(group);
    }
  }
  for (const Use& use : uses_) {
    if (copied_ <= kInheritedNodesMax) Apply(use);
  }
}

}  // namespace

void ApplyGroups(Reader& reader) { Merger(reader).Run(); }

}  // namespace ringfence::formats::nokia_sros
