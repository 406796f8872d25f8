// Prefixes settled on several threads.
//
// Problem: settling prefixes is most of the time of a large computation. They ask each other nothing where no
// aggregate, condition or VPN joins them, but all of them share what transfers remember and the numbers of
// attribute blocks.
// Idea: each worker remembers for itself and begins with a copy of the common pool, so that what channels and
// originated routes name has the same number for all. Afterwards the chosen routes are given numbers of the
// common pool, prefix by prefix: the outcome does not depend on who settled what.
// Cost: the transfers that several workers work out, and one look at each chosen route.

#include "routing/bgp/prefix_workers.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "routing/bgp/convergence.h"
#include "routing/pool_translation.h"

namespace ringfence::routing::bgp {
namespace {

/// Surroundings that many may ask at a time.
class SharedSurroundings final : public BgpSurroundings {
 public:
  explicit SharedSurroundings(BgpSurroundings& around) : around_(around) {}
  Resolution Resolve(TableId table, const net::IpAddress& address) override {
    const std::scoped_lock lock(mutex_);
    return around_.Resolve(table, address);
  }
  std::span<const TableRoute> RoutesOf(TableId table) override { return around_.RoutesOf(table); }
  std::uint8_t PartOf(model::Endpoint end) override { return around_.PartOf(end); }

 private:
  BgpSurroundings& around_;
  std::mutex mutex_;
};

/// What one thread works with.
struct Worker {
  Worker(const SessionPlan& plan, const PolicyPrograms& programs, const PrefixTable& prefixes,
         BgpSurroundings& around, const BgpScratch& common, FamilyState& state)
      : scratch(MemoryOf(common)),
        transfer(plan, programs, prefixes, *scratch),
        convergence(plan, prefixes, around, transfer, *scratch, state, nullptr) {}

  static std::unique_ptr<BgpScratch> MemoryOf(const BgpScratch& common) {
    auto scratch = std::make_unique<BgpScratch>(1U, common.pool);
    scratch->export_classes = common.export_classes;
    scratch->import_classes = common.import_classes;
    scratch->plain_imports = common.plain_imports;
    return scratch;
  }

  std::unique_ptr<BgpScratch> scratch;
  Transfer transfer;
  Convergence convergence;
};

}  // namespace

bool PrefixesAreApart(const BgpScratch& scratch, const FamilyState& state) {
  return state.aggregates.empty() && std::ranges::none_of(state.classes, [&](std::uint32_t export_class) {
           return scratch.export_classes[export_class].family->conditional.has_value();
         });
}

void SettleOnThreads(std::span<const PrefixIndex> which, const SessionPlan& plan,
                     const PolicyPrograms& programs, const PrefixTable& prefixes, BgpSurroundings& around,
                     BgpScratch& scratch, FamilyState& state) {
  SharedSurroundings shared(around);
  std::vector<std::unique_ptr<Worker>> workers(scratch.threads);
  std::vector<unsigned> settled_by(which.size(), 0);
  std::vector<std::optional<PrefixResult>> found(which.size());
  base::ParallelFor(which.size(), scratch.threads, [&](std::size_t i, unsigned w) {
    std::unique_ptr<Worker>& worker = workers[w];
    if (!worker) worker = std::make_unique<Worker>(plan, programs, prefixes, shared, scratch, state);
    if (!worker->convergence.IsBgpPrefix(which[i])) return;
    worker->convergence.ForgetMayBeBgp();
    found[i] = worker->convergence.Settle(which[i], ActivationOrder::kNews);
    settled_by[i] = w;
  });
  std::vector<std::unique_ptr<PoolTranslation>> translations;
  for (const auto& worker : workers) {
    translations.push_back(worker ? std::make_unique<PoolTranslation>(worker->scratch->pool, scratch.pool)
                                  : nullptr);
  }
  for (std::size_t i = 0; i < which.size(); ++i) {
    if (!found[i]) continue;
    for (BgpRoute& route : found[i]->routes) {
      PoolTranslation& translation = *translations[settled_by[i]];
      route.attributes = translation(route.attributes);
      route.next_hop = translation(route.next_hop);
    }
    state.results[which[i]] = std::make_shared<PrefixResult>(*std::move(found[i]));
  }
}

}  // namespace ringfence::routing::bgp
