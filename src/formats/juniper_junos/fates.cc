// From marks on nodes to fates of lines. Nodes are created after their parents, so one pass in order of
// creation settles every node; then each line takes the gravest fate of the statements on it.
#include <algorithm>

#include "formats/juniper_junos/reader.h"

namespace ringfence::formats::juniper_junos {
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

std::vector<Settled> Settle(const Tree& tree) {
  std::vector<Settled> settled(tree.size());
  settled[kRoot] = {Fate::kModelled, 0, Impact::kAll, nullptr};
  for (NodeId id = 1; id < tree.size(); ++id) {
    const Node& node = tree.node(id);
    const Settled& above = settled[node.parent];
    Settled& here = settled[id];
    if (node.inactive || node.removed || above.fate == Fate::kIrrelevant) {
      here = {Fate::kIrrelevant, 0, 0, nullptr};
    } else if (above.fate == Fate::kUnmodelled || above.fate == Fate::kUnknown) {
      here = above;
    } else if (!node.mark.set) {
      here = {Fate::kUnknown, above.below, above.below, nullptr};
    } else if (node.mark.fate == Fate::kModelled) {
      here = {Fate::kModelled, 0, node.mark.impact.bits, nullptr};
    } else {
      here = {node.mark.fate, node.mark.impact.bits, node.mark.impact.bits, node.mark.reason};
    }
  }
  return settled;
}

// Adds what one more statement says about a line.
void Combine(LineFate& line, Fate fate, std::uint8_t impact, const char* reason) {
  // The enumerators are in order of gravity, except that "modelled" outweighs "irrelevant".
  const auto gravity = [](Fate f) {
    return f == Fate::kModelled ? 3 : f == Fate::kIrrelevant ? 2 : 2 * static_cast<int>(f) + 1;
  };
  line.impact.bits |= impact;
  const bool graver = gravity(fate) > gravity(line.fate);
  if (graver) line.fate = fate;
  if (fate == Fate::kUnmodelled && reason != nullptr && line.reason.empty()) line.reason = reason;
  if (line.fate == Fate::kUnknown) line.reason.clear();
}

}  // namespace

model::FileFates ResolveFates(const Tree& tree, base::FileId file, std::uint32_t line_count) {
  model::FileFates fates{file, std::vector<LineFate>(line_count)};
  for (LineFate& line : fates.lines) line.fate = Fate::kBlank;
  const std::vector<Settled> settled = Settle(tree);
  std::vector<bool> decided(tree.statement_count(), false);
  const auto apply = [&](StatementId id, Fate fate, std::uint8_t impact, const char* reason) {
    decided[id] = true;
    const Statement& statement = tree.statement(id);
    for (std::uint32_t line = statement.line; line <= std::min(statement.last_line, line_count); ++line) {
      Combine(fates.lines[line - 1], fate, impact, reason);
    }
  };
  for (const Terminal& terminal : tree.terminals()) {
    if (tree.statement(terminal.statement).fixed) continue;
    const Settled& at = settled[terminal.node];
    apply(terminal.statement, at.fate, at.impact, at.reason);
  }
  for (StatementId id = 0; id < tree.statement_count(); ++id) {
    const Statement& statement = tree.statement(id);
    if (statement.fixed) {
      apply(id, *statement.fixed, *statement.fixed == Fate::kUnknown ? Impact::kAll : 0, nullptr);
    } else if (!decided[id]) {
      apply(id, Fate::kUnknown, Impact::kAll, nullptr);
    }
  }
  return fates;
}

}  // namespace ringfence::formats::juniper_junos
