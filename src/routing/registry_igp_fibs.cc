#include "routing/registry_igp_fibs.h"

namespace ringfence::routing {

void IgpFibs::Begin(const EnginePlan& plan, const std::vector<std::uint8_t>& up, const ProtocolSet& protocols,
                    const TableProtocol& bgp, PolicyMemory& policies, LabelStacks& labels, TeWays& te) {
  offering_.clear();
  for (TableProtocol* protocol : protocols.all()) {
    if (protocol != &bgp) offering_.push_back(protocol);
  }
  selection_.Begin(plan, up, protocols, policies, labels, te);
  fibs_.resize(plan.tables.size());
  Forget();
}

void IgpFibs::Forget() {
  for (std::optional<Fib>& fib : fibs_) fib.reset();
}

const Fib& IgpFibs::FibOf(TableId table) {
  std::optional<Fib>& fib = fibs_[table.index()];
  if (fib) return *fib;
  fib.emplace();
  selection_.Run(table, offering_);
  selection_.StartFib(nullptr, false, *fib);
  fib->Complete();
  return *fib;
}

}  // namespace ringfence::routing
