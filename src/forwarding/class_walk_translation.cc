// A class of packets meets the translations of a device: what the device has done to the packets that these
// answer, else the rules, the first that takes them; sources before destinations. See translations.cc.

#include <algorithm>
#include <utility>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {

using model::InterfaceIndex;
using model::PacketEnd;
using model::Translation;
using model::TranslationMoment;

StepId ClassWalk::Translate(StepId step, TranslationMoment moment, InterfaceIndex out) {
  if (DeviceAt(step).translations.empty() || HeaderAt(step).source.family != net::Family::kIpv4) return step;
  const Step at = graph_.steps[step.index()];
  Step now = at;
  for (const PacketEnd end : {PacketEnd::kSource, PacketEnd::kDestination}) {
    if (TakesBack(now, end, moment, out)) {
      if (!at.in.valid()) Doubt(at.node, *graph_.translations[now.translation.index()].rule);
      now.translation = graph_.translations[now.translation.index()].before;
      continue;
    }
    // Asked at a step that only stands there meanwhile: nothing happens between the two ends.
    graph_.steps.push_back(now);
    const Rewriting by = RewritingOf(StepId(graph_.steps.size() - 1), end, moment, out);
    if (!split_ && by.rule != nullptr) now.translation = Rewrite(StepId(graph_.steps.size() - 1), by);
    graph_.steps.pop_back();
    if (split_) return {};
    if (by.rule != nullptr && !now.translation.valid()) return End(step, Disposition::kTooDeep), StepId();
  }
  if (now.translation == at.translation) return step;
  now.stage = moment == TranslationMoment::kEntering ? Stage::kEntered : Stage::kLeaves;
  return Follow(BranchKind::kTranslate, step, now);
}

void ClassWalk::StartTranslated() {
  for (Translated made : query_.translated) {
    const bool first = graph_.translations.empty();
    const net::PacketSet before = first ? graph_.packets : graph_.translations.back().packets;
    const net::PacketHeader sample = first ? graph_.sample : graph_.translations.back().sample;
    MakeTranslated(before, sample, made.packets, made);
    graph_.translations.push_back(made);
    graph_.steps.front().translation = TranslationId(graph_.translations.size() - 1);
  }
}

void ClassWalk::MakeTranslated(net::PacketSet before, const net::PacketHeader& sample, net::PacketSet target,
                               Translated& made) {
  net::PacketSpace& space = walker_.space_;
  made.packets = space.And(space.Forget(before, made.parts), target);
  const net::PacketSet of_sample = space.And(space.Forget(space.Of(sample), made.parts), made.packets);
  const auto found = space.Sample(of_sample);
  if (!found) return;  // the space is exhausted
  made.sample = *found;
  made.destinations = net::PrefixAround(space.HullOf(made.packets).destination);
}

/// Answers come in where the packets left, and leave where these came in.
bool ClassWalk::TakesBack(const Step& at, PacketEnd end, TranslationMoment moment, InterfaceIndex out) const {
  if (at.depth > 0 || !at.translation.valid() || at.translation.index() >= query_.translated.size())
    return false;
  const Translated& last = graph_.translations[at.translation.index()];
  if (last.node != at.node || last.rule->end == end || last.rule->moment == moment) return false;
  const bool enters = moment == TranslationMoment::kEntering;
  const model::Device& device = walker_.network_.nodes()[at.node.index()].config.device;
  return (enters && !at.in.valid()) ||
         Names(enters ? last.rule->out : last.rule->in, device, enters ? at.in : out);
}

ClassWalk::Rewriting ClassWalk::RewritingOf(StepId step, PacketEnd end, TranslationMoment moment,
                                            InterfaceIndex out) {
  const Step at = graph_.steps[step.index()];
  DoubtAnswers(step, end, moment, out);
  if (PacketsAt(step).empty()) return {};  // the space is exhausted
  const net::PacketHull hull = walker_.space_.HullOf(PacketsAt(step));
  for (const Translation& rule : DeviceAt(step).translations) {
    if (split_) return {};
    if (rule.end != end || rule.moment != moment || !net::Meet(rule.match, hull)) continue;
    if (!Takes(step, rule, out)) continue;
    if (split_ || rule.keeps_packets()) return {};
    const auto target = TargetOf(rule, walker_.network_, at.node, state_, walker_.space_);
    if (target && at.depth == 0) return {&rule, *target};
    // What becomes of packets where there is no address for them, and of what is around a tunnel, is not
    // known.
    Doubt(at.node, rule);
    return {};
  }
  if (moment == TranslationMoment::kEntering && end == PacketEnd::kDestination && !split_)
    DoubtStrangers(step);
  return {};
}

void ClassWalk::DoubtAnswers(StepId step, PacketEnd end, TranslationMoment moment, InterfaceIndex out) {
  const Step at = graph_.steps[step.index()];
  const bool enters = moment == TranslationMoment::kEntering;
  for (const Rewritten& known : query_.rewritten) {
    const Translation& rule = *known.rule;
    if (known.node != at.node || at.depth > 0 || rule.end == end || rule.moment == moment) continue;
    if (!Names(enters ? rule.out : rule.in, DeviceAt(step), enters ? at.in : out)) continue;
    const Verdict verdict = Ask(step, walker_.space_.Mirror(known.packets));
    if (verdict == Verdict::kSplit) return;
    if (verdict == Verdict::kAll) Doubt(at.node, rule);
  }
}

bool ClassWalk::Takes(StepId step, const Translation& rule, InterfaceIndex out) {
  const Step at = graph_.steps[step.index()];
  const model::Device& device = DeviceAt(step);
  // What the device itself sends, and what comes from a place that is not followed, may be translated or not.
  const bool by_unknown = !at.in.valid();
  if (!by_unknown && !Names(rule.in, device, at.in)) return false;
  if (rule.moment == TranslationMoment::kLeaving && !Names(rule.out, device, out)) return false;
  if (!rule.acls.empty()) walker_.asked_lists_ = true;
  net::PacketSpace& space = walker_.space_;
  const Verdict verdict = Ask(step, TakenBy(rule, device, PacketsAt(step), walker_.access_lists_, space));
  if (verdict == Verdict::kSplit) return true;
  if (verdict == Verdict::kNone) {
    const auto fragments = FragmentsOf(rule);
    const Verdict later = fragments ? Ask(step, space.Of(*fragments)) : Verdict::kNone;
    if (later == Verdict::kAll) Doubt(at.node, rule);
    return later == Verdict::kSplit;
  }
  if (by_unknown) Doubt(at.node, rule);
  return !by_unknown;
}

/// Who is behind such an address now is known to the device alone. Its own addresses are its own.
void ClassWalk::DoubtStrangers(StepId step) {
  const Step at = graph_.steps[step.index()];
  if (at.depth > 0) return;
  const net::PacketHull hull = walker_.space_.HullOf(PacketsAt(step));
  for (const Translation& rule : DeviceAt(step).translations) {
    const bool gives = rule.end == PacketEnd::kSource && rule.moment == TranslationMoment::kLeaving &&
                       !rule.keeps_packets() && rule.interface.empty();
    if (!gives || !MayGive(rule, hull.destination) || !Names(rule.out, DeviceAt(step), at.in)) continue;
    const auto target = TargetOf(rule, walker_.network_, at.node, state_, walker_.space_);
    const Verdict verdict = Ask(step, walker_.space_.Mirror(*target));
    if (verdict == Verdict::kAll) Doubt(at.node, rule);
    if (verdict != Verdict::kNone) return;
  }
}

/// For whom the frame is was found out for the old destination, and which packets IPsec covers may be asked
/// of either header.
void ClassWalk::DoubtRewritten(StepId routed, StepId rewritten, const routing::NextHop& hop) {
  const Step at = graph_.steps[rewritten.index()];
  const Translation& rule = *graph_.TranslationsBetween(graph_.steps[routed.index()], at).front()->rule;
  if (!hop.gateway && HeaderAt(routed).destination != HeaderAt(rewritten).destination) Doubt(at.node, rule);
  for (const TunnelId id : walker_.tunnels_.at(at.node)) {
    if (!walker_.tunnels_[id].config(walker_.network_).bind_interface.empty()) continue;
    const Verdict verdict = Ask(rewritten, walker_.Covered(id));
    if (verdict == Verdict::kSplit) return;
    if (verdict == Verdict::kAll) Doubt(at.node, rule);
  }
}

void ClassWalk::DoubtTranslations(StepId step) {
  const Step at = graph_.steps[step.index()];
  const model::Device& device = DeviceAt(step);
  for (const Translation& rule : device.translations) {
    const bool may =
        rule.moment == TranslationMoment::kLeaving && (!at.in.valid() || Names(rule.in, device, at.in));
    if (!may) continue;
    const Verdict verdict =
        Ask(step, TakenBy(rule, device, PacketsAt(step), walker_.access_lists_, walker_.space_));
    if (verdict == Verdict::kAll && !rule.keeps_packets()) Doubt(at.node, rule);
    if (verdict != Verdict::kNone) return;
  }
}

namespace {

/// The parts of packets that are not as they were sent.
net::HeaderParts ChangedBy(const WalkGraph& graph, const Translated& last) {
  net::HeaderParts all;
  for (const Translated* at = &last; at != nullptr;
       at = at->before.valid() ? &graph.translations[at->before.index()] : nullptr) {
    all.source_bits = std::max(all.source_bits, at->parts.source_bits);
    all.destination_bits = std::max(all.destination_bits, at->parts.destination_bits);
    all.source_port = all.source_port || at->parts.source_port;
    all.destination_port = all.destination_port || at->parts.destination_port;
  }
  return all;
}

/// What packets were before, on their way to `made`, when they are the same again: they go in a circle. A
/// packet of the class may be any packet there is that differs from it in what was changed, so it is the same
/// when that and all packets are. Invalid: they are others.
TranslationId SameBefore(const WalkGraph& graph, const Translated& made) {
  for (TranslationId id = made.before; id.valid(); id = graph.translations[id.index()].before) {
    const Translated& known = graph.translations[id.index()];
    if (known.packets == made.packets && ChangedBy(graph, known) == ChangedBy(graph, made)) return id;
  }
  return {};
}

}  // namespace

TranslationId ClassWalk::Rewrite(StepId step, const Rewriting& by) {
  const Step at = graph_.steps[step.index()];
  std::size_t count = 0;
  for (TranslationId id = at.translation; id.valid(); id = graph_.translations[id.index()].before) ++count;
  if (count >= kTranslationsMax) return {};
  Translated made{at.translation, at.node, by.rule, PartsOf(*by.rule), {}, {}, {}};
  MakeTranslated(PacketsAt(step), HeaderAt(step), by.target, made);
  if (const TranslationId before = SameBefore(graph_, made); before.valid()) return before;
  const auto same = [&](const Translated& known) {
    return known.before == made.before && known.node == made.node && known.rule == made.rule;
  };
  // What the packets began with is taken back by who did it: nothing else is that.
  const auto begin = graph_.translations.begin() + static_cast<std::ptrdiff_t>(query_.translated.size());
  const auto known = std::find_if(begin, graph_.translations.end(), same);
  const TranslationId id(static_cast<std::size_t>(known - graph_.translations.begin()));
  if (known == graph_.translations.end()) graph_.translations.push_back(made);
  return id;
}

void ClassWalk::Doubt(model::NodeId node, const Translation& rule) {
  graph_.ambiguous_nodes.push_back(node);
  graph_.doubtful_translations.push_back({node, rule.span});
}

ClassWalk::Verdict ClassWalk::AskBehind(const Step& at, net::PacketSet condition) {
  net::PacketSpace& space = walker_.space_;
  const net::PacketSet packets = graph_.PacketsAt(at);
  const net::PacketSet met = WayBack(at.translation, space.And(packets, condition));
  const net::PacketSet missed = WayBack(at.translation, space.Minus(packets, condition));
  if (missed.empty()) return Verdict::kAll;
  if (met.empty()) return Verdict::kNone;
  if (missed != graph_.packets || met != graph_.packets) {
    split_ = missed != graph_.packets ? missed : met;
    return Verdict::kSplit;
  }
  for (TranslationId id = at.translation; id.valid(); id = graph_.translations[id.index()].before)
    graph_.doubtful_translations.push_back(
        {graph_.translations[id.index()].node, graph_.translations[id.index()].rule->span});
  graph_.ambiguous_nodes.push_back(at.node);
  return space.Contains(condition, graph_.SampleAt(at)) ? Verdict::kAll : Verdict::kNone;
}

net::PacketSet ClassWalk::WayBack(TranslationId translation, net::PacketSet set) {
  net::PacketSpace& space = walker_.space_;
  for (TranslationId id = translation; id.valid(); id = graph_.translations[id.index()].before) {
    const Translated& made = graph_.translations[id.index()];
    const net::PacketSet before =
        made.before.valid() ? graph_.translations[made.before.index()].packets : graph_.packets;
    set = space.And(space.Forget(set, made.parts), before);
  }
  return set;
}

bool ClassWalk::AnswersFor(const model::Endpoint& end, const net::IpAddress& address) {
  const net::PacketSet answered = walker_.Answered(end);
  return walker_.space_.Contains(answered, net::PacketHeader{address, address});
}

}  // namespace ringfence::forwarding
