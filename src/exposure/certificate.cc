// From what routes rest on to the units that can take it away.
//
// An interface or node is lost with any unit that takes it down: those are `units`. A way between two routers
// is lost with a cut only; of a cut some units may have failed already, and what is left of it counts.

#include "exposure/certificate.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "base/sort_unique.h"

namespace ringfence::exposure {

FailureSet Certificate::FirstIn(const FailureSet& more) const {
  if (open) return more.empty() ? FailureSet{} : FailureSet{more.front()};
  for (const std::uint32_t unit : more) {
    if (std::ranges::binary_search(units, unit)) return {unit};
  }
  for (const FailureSet& cut : cuts) {
    if (std::ranges::includes(more, cut)) return cut;
  }
  return {};
}

Certificate MakeCertificate(const FailurePlan& plan, const routing::Support& support,
                            const FailureSet& failed, std::uint32_t size_max) {
  Certificate certificate;
  certificate.open = support.open || !plan.known();
  if (certificate.open) return certificate;
  std::ranges::set_difference(plan.UnitsOf(support), failed, std::back_inserter(certificate.units));
  std::vector<routing::NeededWay> ways = support.ways;
  base::SortUnique(ways);
  for (const FailureSet& cut : plan.CutsOf(ways, failed, size_max)) {
    FailureSet left;
    std::ranges::set_difference(cut, failed, std::back_inserter(left));
    if (failed.size() + left.size() > size_max) continue;
    if (left.size() == 1) {
      certificate.units.push_back(left.front());
    } else {
      certificate.cuts.push_back(std::move(left));
    }
  }
  base::SortUnique(certificate.units);
  std::erase_if(certificate.cuts, [&](const FailureSet& cut) {
    return std::ranges::any_of(
        cut, [&](std::uint32_t unit) { return std::ranges::binary_search(certificate.units, unit); });
  });
  base::SortUnique(certificate.cuts);
  return certificate;
}

namespace {

/// Units that each alone part the ends of some of the ways once `failed` have failed. Whoever parts two
/// routers parts one of them from any third, so each end is asked about one of them, and only where that is
/// gone the two ends of a way themselves. Nullopt: a way is gone.
std::optional<std::vector<std::uint32_t>> UnitsPartingSome(const FailurePlan& plan,
                                                           const std::vector<routing::NeededWay>& ways,
                                                           const FailureSet& failed) {
  std::vector<std::uint32_t> units;
  std::map<routing::RouterNumber, bool> joined;  // with the third
  const auto take = [&](routing::RouterNumber a, routing::RouterNumber b) {
    const auto parting = plan.UnitsParting({std::min(a, b), std::max(a, b)}, failed);
    if (parting) units.insert(units.end(), parting->begin(), parting->end());
    return parting.has_value();
  };
  const auto joins_third = [&](routing::RouterNumber end) {
    const routing::RouterNumber third = ways.front().from;
    const auto [known, added] = joined.try_emplace(end, true);
    if (added && end != third) known->second = take(end, third);
    return known->second;
  };
  for (const routing::NeededWay& way : ways) {
    const bool from = joins_third(way.from);
    if (!(joins_third(way.to) && from) && !take(way.from, way.to)) return std::nullopt;
  }
  base::SortUnique(units);
  return units;
}

}  // namespace

Certificate MakeNextCertificate(const FailurePlan& plan, const routing::Support& support,
                                const FailureSet& failed) {
  Certificate certificate;
  certificate.open = support.open || !plan.known();
  if (certificate.open) return certificate;
  std::vector<routing::NeededWay> ways = support.ways;
  base::SortUnique(ways);
  const auto parting = UnitsPartingSome(plan, ways, failed);
  if (!parting) return {.open = true, .units = {}, .cuts = {}};
  std::vector<std::uint32_t> units = plan.UnitsOf(support);
  units.insert(units.end(), parting->begin(), parting->end());
  base::SortUnique(units);
  std::ranges::set_difference(units, failed, std::back_inserter(certificate.units));
  return certificate;
}

}  // namespace ringfence::exposure
