#include "routing/registry_igp_fibs.h"

#include <utility>

namespace ringfence::routing {

void IgpFibs::Begin(const EnginePlan& plan, const std::vector<std::uint8_t>& up, const ProtocolSet& protocols,
                    const TableProtocol& bgp, PolicyMemory& policies, LabelStacks& labels, TeWays& te) {
  offering_.clear();
  for (TableProtocol* protocol : protocols.all()) {
    if (protocol != &bgp) offering_.push_back(protocol);
  }
  selection_.Begin(plan, up, protocols, policies, labels, te);
  fibs_.resize(plan.tables.size());
  rows_.clear();
  prefixes_ = &plan.prefixes;
  Forget();
}

void IgpFibs::ReadByRows(std::vector<Selection*> rows) {
  rows_ = std::move(rows);
  Forget();
}

void IgpFibs::Forget() {
  for (std::optional<Fib>& fib : fibs_) fib.reset();
}

const Fib& IgpFibs::FibOf(TableId table) {
  std::optional<Fib>& fib = fibs_[table.index()];
  if (fib) return *fib;
  fib.emplace();
  if (!rows_.empty()) {
    Selection* rows = rows_[table.index()];
    rows == nullptr ? fib->Begin(*prefixes_, nullptr, {}) : rows->StartFib(nullptr, false, *fib);
    return *fib;
  }
  selection_.Run(table, offering_);
  selection_.StartFib(nullptr, false, *fib);
  fib->Complete();
  return *fib;
}

}  // namespace ringfence::routing
