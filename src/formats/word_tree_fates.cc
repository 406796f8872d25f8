// From marks on nodes to fates of lines. Nodes are made after their parents, so one pass in order of creation
// settles every node; then each line takes the gravest fate of the statements on it.
#include <algorithm>

#include "formats/word_tree_reader.h"

namespace ringfence::formats::word_tree {
namespace {

using model::Fate;
using model::LineFate;

// A settled node: what a statement that ends here means.
struct Settled {
  Fate fate = Fate::kUnknown;
  std::uint8_t impact = Impact::kAll;
  std::uint8_t below = Impact::kAll;  // impact of unknown statements under it
  const char* reason = nullptr;
};

Settled SettleNode(const Node& node, const Settled& above) {
  if (node.removed || above.fate == Fate::kIrrelevant) return {Fate::kIrrelevant, 0, 0, nullptr};
  if (above.fate == Fate::kUnmodelled || above.fate == Fate::kUnknown) return above;
  if (!node.mark.set) return {Fate::kUnknown, above.below, above.below, nullptr};
  const std::uint8_t impact = node.mark.impact == kImpactOfBlock ? above.below : node.mark.impact;
  const bool modelled = node.mark.fate == Fate::kModelled;
  const bool counts = node.mark.fate == Fate::kUnmodelled || node.mark.fate == Fate::kUnknown;
  return {node.mark.fate, counts ? impact : std::uint8_t{0}, modelled || counts ? impact : std::uint8_t{0},
          node.mark.reason};
}

std::vector<Settled> Settle(const Tree& tree) {
  std::vector<Settled> settled(tree.size());
  settled[kRoot] = {Fate::kModelled, 0, Impact::kAll, nullptr};
  for (NodeId id = 1; id < tree.size(); ++id)
    settled[id] = SettleNode(tree.node(id), settled[tree.node(id).parent]);
  return settled;
}

int Gravity(Fate fate) {
  switch (fate) {
    case Fate::kBlank:
      return 0;
    case Fate::kIrrelevant:
      return 1;
    case Fate::kModelled:
      return 2;
    case Fate::kUnmodelled:
      return 3;
    case Fate::kUnknown:
      return 4;
  }
  return 4;
}

// Adds what one more statement says about a line.
void Combine(LineFate& line, const Settled& more) {
  line.impact.bits |= more.impact;
  if (Gravity(more.fate) > Gravity(line.fate)) line.fate = more.fate;
  if (more.fate == Fate::kUnmodelled && more.reason != nullptr && line.reason.empty())
    line.reason = more.reason;
  if (line.fate == Fate::kUnknown) line.reason.clear();
}

}  // namespace

model::FileFates ResolveFates(const Tree& tree, base::FileId file, std::uint32_t line_count) {
  model::FileFates fates{file, std::vector<LineFate>(line_count)};
  for (LineFate& line : fates.lines) line.fate = Fate::kBlank;
  const std::vector<Settled> settled = Settle(tree);
  std::vector<bool> decided(tree.statement_count(), false);
  const auto apply = [&](StatementId id, const Settled& meaning) {
    decided[id] = true;
    const Statement& at = tree.statement(id);
    for (std::uint32_t line = at.line; line <= std::min(at.last_line, line_count); ++line) {
      Combine(fates.lines[line - 1], meaning);
    }
  };
  for (const Terminal& terminal : tree.terminals()) {
    if (!tree.statement(terminal.statement).fixed) apply(terminal.statement, settled[terminal.node]);
  }
  for (StatementId id = 0; id < tree.statement_count(); ++id) {
    const Statement& statement = tree.statement(id);
    if (statement.fixed) {
      const bool unknown = statement.fate == Fate::kUnknown;
      apply(id, {statement.fate, unknown ? Impact::kAll : std::uint8_t{0}, 0, nullptr});
    } else if (!decided[id]) {
      apply(id, {});
    }
  }
  return fates;
}

}  // namespace ringfence::formats::word_tree
