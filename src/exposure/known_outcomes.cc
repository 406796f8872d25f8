// Nearly all sets leave a flow as it is, so outcomes repeat: a fingerprint that equal ones share finds them.
//
// Why an evaluation serves another search. An outcome is a function of the network, the flow and the set. A
// certificate speaks of all larger sets, up to some size (MakeCertificate); for smaller sizes it holds as
// well, and names the same units: those of cuts come from cuts of no more units than the smaller size. So a
// search that meets one visits the sets it would have visited anyway.

#include "exposure/known_outcomes.h"

#include <algorithm>
#include <utility>

namespace ringfence::exposure {
namespace {

std::size_t Fingerprint(const base::BitSet& set) {
  std::size_t hash = 1;
  set.ForEach([&hash](std::size_t member) { hash = (hash ^ member) * 0x100000001b3ULL; });
  return hash;
}

std::size_t Fingerprint(const FlowOutcome& outcome) {
  std::size_t hash = outcome.delivered ? 1 : 2;
  const auto mix = [&hash](const base::BitSet& set) { hash = (hash ^ Fingerprint(set)) * 31 + 7; };
  mix(outcome.path);
  mix(outcome.links);
  for (const base::BitSet& set : outcome.exposed) mix(set);
  return hash;
}

std::size_t Fingerprint(const Certificate& certificate) {
  std::size_t hash = certificate.open ? 1 : 2;
  const auto mix = [&hash](const std::vector<std::uint32_t>& units) {
    for (const std::uint32_t unit : units) hash = (hash ^ unit) * 0x100000001b3ULL;
    hash = hash * 31 + 7;
  };
  mix(certificate.units);
  for (const FailureSet& cut : certificate.cuts) mix(cut);
  return hash;
}

}  // namespace

template <class Thing>
std::uint32_t KnownOutcomes::Interner<Thing>::Of(Thing thing) {
  const std::size_t print = Fingerprint(thing);
  auto [same, end] = known_.equal_range(print);
  while (same != end && !(things_[same->second] == thing)) ++same;
  if (same != end) return same->second;
  const auto number = static_cast<std::uint32_t>(things_.size());
  things_.push_back(std::move(thing));
  known_.emplace(print, number);
  return number;
}

template class KnownOutcomes::Interner<FlowOutcome>;
template class KnownOutcomes::Interner<Certificate>;
template class KnownOutcomes::Interner<base::BitSet>;

void KnownOutcomes::Keep(const FailureSet& failed, const Known& known) {
  std::vector<Known>& here = by_set_[failed];
  const auto place = std::ranges::lower_bound(here, known.flow, {}, &Known::flow);
  if (place == here.end() || place->flow != known.flow) {
    here.insert(place, known);
  } else if (place->size_max < known.size_max) {
    *place = known;
  }
}

const KnownOutcomes::Known* KnownOutcomes::Find(const FailureSet& failed, model::FlowId flow,
                                                std::uint32_t size_max) const {
  const auto set = by_set_.find(failed);
  if (set == by_set_.end()) return nullptr;
  const auto place = std::ranges::lower_bound(set->second, flow, {}, &Known::flow);
  const bool serves = place != set->second.end() && place->flow == flow && place->size_max >= size_max;
  return serves ? &*place : nullptr;
}

}  // namespace ringfence::exposure
