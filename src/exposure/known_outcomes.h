// What searches found, equal things once, for the answers and for searches that come after.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

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
    std::uint32_t size_max = 0;     ///< sets of more units the certificate does not speak of
  };

  /// Equal outcomes have equal numbers.
  std::uint32_t NumberOf(FlowOutcome outcome) { return outcomes_.Of(std::move(outcome)); }
  std::uint32_t NumberOf(Certificate certificate) { return certificates_.Of(std::move(certificate)); }
  const FlowOutcome& OutcomeAt(std::uint32_t number) const { return outcomes_[number]; }
  const Certificate& CertificateAt(std::uint32_t number) const { return certificates_[number]; }

  /// Keeps an evaluation of a flow under a set. One that speaks of more takes the place of one that is kept.
  void Keep(const FailureSet& failed, const Known& known);
  /// The evaluation of the flow under the set; nullptr when there is none that speaks of sets of `size_max`
  /// units. Until something is kept.
  const Known* Find(const FailureSet& failed, model::FlowId flow, std::uint32_t size_max) const;

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
  std::map<FailureSet, std::vector<Known>> by_set_;  ///< evaluations ascending by flow
};

}  // namespace ringfence::exposure
