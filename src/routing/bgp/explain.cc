// Why a route exists. Only on demand, from the packed outcome of a finished computation.

#include <algorithm>

#include "base/check.h"
#include "routing/bgp/bgp_engine.h"
#include "routing/bgp/convergence.h"
#include "routing/bgp/transfer.h"
#include "routing/bgp/vpn_exchange.h"
#include "routing/bgp/waiting.h"

namespace ringfence::routing::bgp {
namespace {

/// Follows the best route from a speaker to where it was brought in.
class Follower {
 public:
  Follower(const SessionPlan& plan, Convergence& convergence, BgpSurroundings& around, FamilyState& state,
           PrefixIndex prefix, BgpExplanation& explanation)
      : plan_(plan),
        convergence_(convergence),
        around_(around),
        state_(state),
        prefix_(prefix),
        explanation_(explanation) {}

  void Run(std::uint32_t speaker) {
    visited_.assign(plan_.speakers().size(), 0);
    std::vector<std::uint32_t> open = {speaker};
    bool first = true;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (visited_[at] != 0) continue;
      visited_[at] = 1;
      const Choice choice = Convergence::Unpack(state_.ResultOf(prefix_), at);
      if (choice.routes.empty() && !first) explanation_.origins.insert(plan_.speakers()[at].node);
      // All members carry packets here; of those further on only what they advertise counts.
      const std::size_t count = first ? choice.routes.size() : std::min<std::size_t>(1, choice.routes.size());
      for (std::size_t i = count; i-- > 0;) Visit(at, choice.routes[i], open);
      explanation_.path.push_back(plan_.speakers()[at].node);
      first = false;
    }
  }

 private:
  void Add(const base::Span& span) {
    if (span.valid()) explanation_.spans.insert(span);
  }

  void Visit(std::uint32_t speaker, const BgpRoute& route, std::vector<std::uint32_t>& open) {
    if (route.origin == RouteOrigin::kImported)
      return convergence_.exchange()->Explain(speaker, route, prefix_, explanation_, open);
    if (route.channel == kNone) return Origin(speaker, route);
    const Channel& channel = state_.channels[route.channel];
    if (channel.from_outside()) return FromOutside(speaker, route);
    const Channel& remote = state_.channels[channel.remote_channel];
    for (const Channel* side : {&channel, &remote}) {
      Add(side->neighbor->span);
      Add(side->neighbor->remote_as_span);
      Add(side->family->span);
    }
    std::vector<base::Span> lines;
    const Choice far = Convergence::Unpack(state_.ResultOf(prefix_), channel.remote_speaker);
    for (const Advert& advert : convergence_.AdvertsOf(remote.export_class, prefix_, far, &lines)) {
      convergence_.Receive(route.channel, advert, prefix_, &lines);
    }
    for (const base::Span& line : lines) Add(line);
    if (remote.family->default_originate && prefix_ != kNoPrefix && far.routes.empty()) {
      explanation_.origins.insert(plan_.speakers()[channel.remote_speaker].node);
    }
    open.push_back(channel.remote_speaker);
  }

  void FromOutside(std::uint32_t speaker, const BgpRoute& route) {
    const Channel& channel = state_.channels[route.channel];
    explanation_.origins.insert(plan_.speakers()[speaker].node);
    for (const base::Span& line :
         {channel.neighbor->span, channel.neighbor->remote_as_span, channel.family->span})
      Add(line);
    std::vector<base::Span> lines;
    for (const Announced& announced : state_.announced[prefix_]) {
      if (announced.channel != route.channel) continue;
      Add(announced.span);
      convergence_.Receive(route.channel, announced.advert, prefix_, &lines);
    }
    for (const base::Span& line : lines) Add(line);
  }

  void Origin(std::uint32_t speaker, const BgpRoute& route) {
    const Speaker& at = plan_.speakers()[speaker];
    explanation_.origins.insert(at.node);
    const BgpFamilyConfig& family = *state_.config[speaker];
    if (route.origin == RouteOrigin::kNetwork && route.source < family.networks.size()) {
      Add(family.networks[route.source].span);
    } else if (route.origin == RouteOrigin::kRedistributed) {
      Add(family.redistributions[route.source].span);
    } else if (route.origin == RouteOrigin::kAggregate) {
      for (const AggregateState& aggregate : state_.aggregates) {
        if (aggregate.speaker == speaker && aggregate.prefix == prefix_) Add(aggregate.aggregate->span);
      }
    }
    for (const TableRoute& line : around_.RoutesOf(at.table)) {
      if (line.prefix == prefix_) Add(line.span);
    }
  }

  const SessionPlan& plan_;
  Convergence& convergence_;
  BgpSurroundings& around_;
  FamilyState& state_;
  PrefixIndex prefix_;
  BgpExplanation& explanation_;
  std::vector<std::uint8_t> visited_;
};

}  // namespace

BgpExplanation BgpEngine::Explain(TableId table, PrefixIndex prefix, BgpSurroundings& around,
                                  BgpScratch& scratch) const {
  BgpExplanation explanation;
  const std::uint32_t speaker = plan_.SpeakerOf(table);
  if (speaker == kNone) return explanation;
  SettleWaiting(prefix, scratch);
  for (std::size_t f = 0; f < scratch.families.size(); ++f) {
    FamilyState& state = scratch.families[f];
    const PrefixResult& result = state.ResultOf(prefix);
    if (!result.present || result.choices[speaker].route_count == 0) continue;
    std::shared_ptr<WaitingFamily>& asked = scratch.explaining[f];
    if (asked == nullptr)
      asked = std::make_shared<WaitingFamily>(plan_, programs_, prefixes_, around, scratch, state,
                                              vpn(state.family));
    Follower(plan_, asked->convergence, around, state, prefix, explanation).Run(speaker);
  }
  return explanation;
}

}  // namespace ringfence::routing::bgp
