// Evaluates flows under failure sets: routing, tunnels, walks, levels, closure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "exposure/certificate.h"
#include "exposure/copies.h"
#include "exposure/failure_plan.h"
#include "exposure/known_outcomes.h"
#include "exposure/outcome.h"
#include "exposure/world.h"
#include "forwarding/answers.h"
#include "forwarding/tunnels.h"
#include "forwarding/walk.h"
#include "routing/routing_engine.h"

namespace ringfence::exposure {

/// The two directions of a flow under one failure set, hop by hop, for people and for evidence.
struct FlowTrace {
  std::vector<forwarding::WalkGraph> forward;  ///< ends[0] to ends[1]
  std::vector<forwarding::WalkGraph> backward;
  std::optional<forwarding::Answers>
      answers;        ///< what `backward` begins with where addresses were translated
  FlowCopies copies;  ///< empty while the flow is not delivered both ways
};

/// Addresses of a side of the flow as its end knows them: those that packets arrive with, then those they are
/// sent to.
std::vector<net::Prefix> HostsAt(const FlowTrace& trace, const model::Flow& flow, int side);

/// What never changes between failure sets. Shared by all threads.
class ExposureEngine {
 public:
  /// `world` must outlive the engine.
  explicit ExposureEngine(const World& world);
  /// With `down` everywhere and always: each failure set comes on top of it, and the empty one is it.
  ExposureEngine(const World& world, routing::FailureState down);

  const World& world() const { return world_; }
  const routing::RoutingEngine& routing() const { return routing_; }
  const forwarding::TunnelTable& tunnels() const { return tunnels_; }
  const forwarding::CopyTable& copy_table() const { return copy_table_; }
  /// True when something is down everywhere and always.
  bool begins_with_outage() const { return down_.has_value(); }
  /// What each unit of the universe takes down.
  const FailurePlan& failures() const { return failures_; }

  /// Everything that is down under the set.
  routing::FailureState StateOf(std::span<const std::uint32_t> failures) const;

 private:
  ExposureEngine(const World& world, std::optional<routing::FailureState> down);

  const World& world_;
  routing::RoutingEngine routing_;
  forwarding::TunnelTable tunnels_;
  forwarding::CopyTable copy_table_;
  std::optional<routing::FailureState> down_;
  FailurePlan failures_;
};

/// How far the level `steer` is looked for.
enum class Steer : std::uint8_t {
  kOnPath,    ///< nodes on the path
  kComplete,  ///< also nodes whose advertisements a used route derives from: costs time on every hop
};

/// Evaluates on one thread; keeps scratch memory between calls.
class Evaluator {
 public:
  /// `engine` must outlive the evaluator.
  explicit Evaluator(const ExposureEngine& engine, Steer steer = Steer::kOnPath);
  ~Evaluator();

  /// Computes the network as it is and keeps what other states can use: for many sets. Answers do not depend
  /// on it. Does nothing from the second call on.
  void Remember();
  /// Is as new: gives back the memory of all that was computed. Sets of packets from before are void.
  void Forget();
  /// Every table is computed whole from now on, as the definition says. For who asks whether the short ways
  /// lead to the same. Call before anything is entered.
  void MakeWholeTables();
  /// Moves to a failure set. Later calls answer under it.
  void Enter(std::span<const std::uint32_t> failures);
  /// Moves to a failure set about which all is asked within `Sure`: what is cheap to know is computed, and
  /// the rest when it turns out to be needed.
  void EnterLightly(const FailureSet& failures);
  /// What `ask` finds about that set; it may be called twice, and must say the same for the same network.
  template <class Ask>
  auto Sure(const Ask& ask) {
    auto answer = ask();
    return MustEnterInFull() ? ask() : std::move(answer);
  }
  /// Moves to an explicit state, for what --fail names beyond the universe (interfaces).
  void Enter(const routing::FailureState& state);

  /// Outcome of a flow under the entered set.
  FlowOutcome Evaluate(model::FlowId flow);
  /// An outcome with what can change it.
  struct Result {
    FlowOutcome outcome;
    Certificate certificate;
    base::BitSet handlers = {};  ///< KnownOutcomes::HandlersAt
  };
  /// Both under the set that was entered lightly; sets of more than `size_max` units are of no interest.
  Result Find(model::FlowId flow, std::uint32_t size_max);
  /// The same about one more failure only (MakeNextCertificate), however many were entered lightly.
  Result FindNext(model::FlowId flow);
  /// Hop-by-hop walks of a flow under the entered set.
  FlowTrace Trace(model::FlowId flow);
  /// Walks of any packets.
  std::vector<forwarding::WalkGraph> Walk(const forwarding::WalkQuery& query);
  /// Routing state entered. Tunnels that nobody asked about yet count as up: see CheckAllTunnels.
  const routing::RoutingState& state() const;
  /// Decides every tunnel, so that `state` is final.
  void CheckAllTunnels();
  net::PacketSpace& space();
  /// Packets of one direction of a flow (0: ends[0] to ends[1]).
  net::PacketSet PacketsOf(model::FlowId flow, int direction);

 private:
  /// True when what was found since EnterLightly means nothing; then the set has been entered in full.
  bool MustEnterInFull();
  /// What the traced outcome under the lightly entered set rests on.
  routing::Support SupportOf(model::FlowId flow, const FlowTrace& trace, const FlowOutcome& outcome) const;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One evaluator for each worker of a study. What one stage of the study has made its scratch memory large
/// and its packet sets known for serves the next.
class Evaluators {
 public:
  /// `engine` must outlive it. REQUIRES: threads > 0.
  Evaluators(const ExposureEngine& engine, unsigned threads, Steer steer = Steer::kOnPath)
      : engine_(engine), steer_(steer), of_worker_(threads) {}
  const ExposureEngine& engine() const { return engine_; }
  Steer steer() const { return steer_; }
  unsigned threads() const { return static_cast<unsigned>(of_worker_.size()); }
  /// Threads for what begins now: one when memory is short, and then all evaluators forget. No worker may
  /// be at work.
  unsigned ThreadsNow();
  /// The evaluator of a worker, below threads(). Each worker asks for its own only.
  Evaluator& Of(unsigned worker) {
    if (!of_worker_[worker]) of_worker_[worker] = std::make_unique<Evaluator>(engine_, steer_);
    return *of_worker_[worker];
  }
  /// The worker's evaluator, moved to a set as Evaluator::EnterLightly does; about `sets` of them are to
  /// come. When memory is short it forgets all, and remembers less.
  Evaluator& EnterLightly(unsigned worker, const FailureSet& failures, std::size_t sets);
  /// Searches keep from now on what they find, for those after them (RunSweep). Costs memory for each
  /// evaluation.
  void KeepOutcomes() {
    if (!known_) known_ = std::make_shared<KnownOutcomes>();
  }
  /// Nullptr when nothing is kept.
  const std::shared_ptr<KnownOutcomes>& known() const { return known_; }
  /// Gives the memory of all evaluators back; they begin anew when they are asked for.
  void Release() {
    for (auto& evaluator : of_worker_) evaluator.reset();
  }

 private:
  const ExposureEngine& engine_;
  Steer steer_;
  std::vector<std::unique_ptr<Evaluator>> of_worker_;
  std::shared_ptr<KnownOutcomes> known_;
};

}  // namespace ringfence::exposure
