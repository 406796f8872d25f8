// What searches found, equal things once, for the answers and for searches that come after.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "base/bit_set.h"
#include "exposure/certificate.h"
#include "exposure/outcome.h"
#include "model/policy.h"

namespace ringfence::exposure {

/// Outcomes and certificates of evaluations by evaluators of one kind (Evaluators). What is returned by
/// reference stays where it is. Adding is for one thread alone, and while it adds nobody may look.
class KnownOutcomes {
 public:
  /// An evaluation.
  struct Known {
    model::FlowId flow;
    std::uint32_t outcome = 0;      ///< for OutcomeAt
    std::uint32_t certificate = 0;  ///< for CertificateAt
    std::uint32_t handlers = 0;     ///< for HandlersAt
    std::uint32_t size_max = 0;     ///< sets of more units the certificate does not speak of
  };

  /// Equal outcomes have equal numbers.
  std::uint32_t NumberOf(FlowOutcome outcome) { return outcomes_.Of(std::move(outcome)); }
  std::uint32_t NumberOf(Certificate certificate) { return certificates_.Of(std::move(certificate)); }
  std::uint32_t NumberOf(base::BitSet handlers) { return handlers_.Of(std::move(handlers)); }
  const FlowOutcome& OutcomeAt(std::uint32_t number) const { return outcomes_[number]; }
  const Certificate& CertificateAt(std::uint32_t number) const { return certificates_[number]; }
  /// Nodes that packets were followed to, copies and the packets of tunnels too.
  const base::BitSet& HandlersAt(std::uint32_t number) const { return handlers_[number]; }

  /// Keeps an evaluation of a flow under a set. One that speaks of more takes the place of one that is kept.
  void Keep(const FailureSet& failed, const Known& known);
  /// The evaluation of the flow under the set; nullptr when there is none that speaks of sets of `size_max`
  /// units. Until something is kept.
  const Known* Find(const FailureSet& failed, model::FlowId flow, std::uint32_t size_max) const;
  /// Calls with every set and evaluation that is kept, in the order of sets, then of flows.
  template <class Visit>
  void ForEach(const Visit& visit) const {
    for (const auto& [failed, all] : by_set_) {
      for (const Known& known : all) visit(failed, known);
    }
  }

 private:
  /// Keeps equal things once, in order of appearance.
  template <class Thing>
  class Interner {
   public:
    std::uint32_t Of(Thing thing);
    const Thing& operator[](std::uint32_t number) const { return things_[number]; }

   private:
    std::deque<Thing> things_;
    std::multimap<std::size_t, std::uint32_t> known_;  ///< by fingerprint
  };

  Interner<FlowOutcome> outcomes_;
  Interner<Certificate> certificates_;
  Interner<base::BitSet> handlers_;
  std::map<FailureSet, std::vector<Known>> by_set_;  ///< evaluations ascending by flow
};

}  // namespace ringfence::exposure
