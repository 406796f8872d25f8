#include "oracle/compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "oracle/dice.h"

namespace ringfence::oracle {
namespace {

/// Differences reported for one world (origin: nobody reads more).
constexpr std::size_t kDifferencesMax = 12;
/// Pairs of units tried for outcomes beyond all single units.
constexpr std::size_t kPairsMax = 40;
/// Failure sets and packets tried against a proved rule.
constexpr std::size_t kSamplesMax = 200;

std::string Names(const World& world, const std::set<int>& elements) {
  std::string text;
  for (int e : elements) {
    const bool known = e >= 0 && e < static_cast<int>(world.elements.size());
    text += (text.empty() ? "" : " ") +
            (known ? world.elements[static_cast<std::size_t>(e)].name : std::to_string(e));
  }
  return "[" + text + "]";
}

/// Notes what differs in one outcome.
class OutcomeDiff {
 public:
  OutcomeDiff(const World& world, std::string head, Differences& differences)
      : world_(world), head_(std::move(head)), differences_(differences) {}

  void Flag(const char* what, bool program, bool twin) {
    if (program != twin)
      differences_.push_back(fmt::format("{}: {}: program {}, twin {}", head_, what, program, twin));
  }
  void Sets(const std::string& what, const std::set<int>& program, const std::set<int>& twin) {
    if (program == twin) return;
    differences_.push_back(
        fmt::format("{}: {}: program {}, twin {}", head_, what, Names(world_, program), Names(world_, twin)));
  }

 private:
  const World& world_;
  std::string head_;
  Differences& differences_;
};

void CompareOutcome(Loaded& loaded, const exposure::FlowOutcome& outcome, const View& view,
                    OutcomeDiff diff) {
  diff.Flag("delivered", outcome.delivered, view.delivered);
  diff.Flag("delivered whole", outcome.delivered_all, view.delivered_all);
  diff.Flag("doubtful", !outcome.doubts.empty(), view.doubtful);
  for (std::size_t level = 0; level < 4; ++level) {
    diff.Sets(fmt::format("carriers of {}", kLevelNames[level]), loaded.ElementsIn(outcome.carriers[level]),
              view.carriers[level]);
    diff.Sets(fmt::format("exposed to {}", kLevelNames[level]), loaded.ElementsIn(outcome.exposed[level]),
              view.exposed[level]);
  }
  diff.Sets("path", loaded.ElementsIn(outcome.path), view.path);
  diff.Sets("volume only", loaded.ElementsIn(exposure::VolumeOnly(outcome, loaded.snapshot().world->inherit)),
            view.volume_only);
  std::set<int> links;
  outcome.links.ForEach([&](std::size_t link) { links.insert(loaded.IndexOfLink(link)); });
  diff.Flag("links", links == view.links, true);
}

State StateOf(rules::VerdictState state) { return static_cast<State>(state); }

std::string StatesText(const std::set<State>& states) {
  std::string text;
  for (State state : states) {
    text +=
        (text.empty() ? "" : " or ") + std::string(rules::NameOf(static_cast<rules::VerdictState>(state)));
  }
  return text;
}

/// Findings of the program as the twin writes them.
std::map<FailureSet, Offenders> FindingsOf(const Loaded& loaded, const rules::FlowResult& flow) {
  std::map<FailureSet, Offenders> findings;
  for (const rules::FailureFinding& finding : flow.findings) {
    Offenders& offenders = findings[loaded.SetOf(finding.failed)];
    for (const exposure::Offender& offender : finding.offenders) {
      for (int level = 0; level < 4; ++level) {
        if (offender.levels.has(static_cast<exposure::Level>(level))) {
          offenders[loaded.IndexOf(offender.who.element)].insert(level);
        }
      }
    }
  }
  return findings;
}

std::string FindingText(const World& world, const FailureSet& set, const Offenders& offenders) {
  std::string text = ToString(world, set) + ":";
  for (const auto& [element, levels] : offenders) {
    text += " " + Names(world, {element});
    for (int level : levels) text += fmt::format(" {}", kLevelNames[static_cast<std::size_t>(level)]);
  }
  return text;
}

void CompareFindings(const World& world, const std::string& head,
                     const std::map<FailureSet, Offenders>& program,
                     const std::map<FailureSet, Offenders>& twin, Differences& differences) {
  for (const auto& [set, offenders] : program) {
    const auto same = twin.find(set);
    if (same == twin.end() || same->second != offenders) {
      differences.push_back(head + ": only the program finds " + FindingText(world, set, offenders));
    }
  }
  for (const auto& [set, offenders] : twin) {
    const auto same = program.find(set);
    if (same == program.end() || same->second != offenders) {
      differences.push_back(head + ": only the twin finds " + FindingText(world, set, offenders));
    }
  }
}

void CompareFlow(Loaded& loaded, const std::string& rule, const rules::FlowResult& flow,
                 const FlowVerdict& verdict, Differences& differences) {
  const World& world = loaded.world();
  const std::string head =
      fmt::format("{} {}", rule, world.flows[static_cast<std::size_t>(verdict.flow)].name);
  if (!verdict.states.contains(StateOf(flow.state))) {
    differences.push_back(
        fmt::format("{}: program {}, twin {}", head, rules::NameOf(flow.state), StatesText(verdict.states)));
    for (const rules::Reason& reason : flow.reasons) differences.push_back(head + ": reason: " + reason.text);
  }
  if (flow.delivered != verdict.delivered) differences.push_back(head + ": delivered differs");
  if (flow.sets_tried != verdict.tried) {
    differences.push_back(
        fmt::format("{}: {} sets tried instead of {}", head, flow.sets_tried, verdict.tried));
  }
  CompareFindings(world, head, FindingsOf(loaded, flow), verdict.findings, differences);
  std::set<FailureSet> clean;
  for (const exposure::FailureSet& set : flow.clean) clean.insert(loaded.SetOf(set));
  if (clean != verdict.clean) {
    differences.push_back(
        fmt::format("{}: {} clean sets instead of {}", head, clean.size(), verdict.clean.size()));
  }
}

void CompareRule(Loaded& loaded, const rules::RuleResult& result, const RuleVerdict& verdict,
                 Differences& differences) {
  const std::string& head = result.id;
  if (!verdict.states.contains(StateOf(result.state))) {
    differences.push_back(fmt::format("{} ({}): program {}, twin {}", head, result.kind,
                                      rules::NameOf(result.state), StatesText(verdict.states)));
    for (const rules::Reason& reason : result.reasons)
      differences.push_back(head + ": reason: " + reason.text);
  }
  if (result.flows.size() != verdict.flows.size()) {
    differences.push_back(head + ": another number of flows");
    return;
  }
  for (const rules::FlowResult& flow : result.flows) {
    const auto same = std::ranges::find_if(
        verdict.flows, [&](const FlowVerdict& v) { return loaded.FlowOf(v.flow) == flow.flow; });
    if (same == verdict.flows.end()) {
      differences.push_back(head + ": a flow that the rule does not name");
    } else {
      CompareFlow(loaded, head, flow, *same, differences);
    }
  }
  std::map<int, bool> elements;
  for (const rules::ElementResult& element : result.elements)
    elements[loaded.IndexOf(element.element)] = element.offends;
  if (elements != verdict.elements) differences.push_back(head + ": other elements");
  std::map<std::string, ClauseVerdict> clauses;
  for (const rules::Clause& clause : result.clauses)
    clauses[clause.measure] = {clause.numerator, clause.denominator, clause.holds};
  if (clauses != verdict.clauses) differences.push_back(head + ": other shares");
}

/// Does a step of a walk put a forbidden element in a forbidden position?
class ForbiddenPlaces {
 public:
  ForbiddenPlaces(Loaded& loaded, const Rule& rule)
      : world_(loaded.world()),
        loaded_(loaded),
        rule_(rule),
        members_(MembershipOf(world_, world_.sets[static_cast<std::size_t>(rule.set)], rule.makers_only)),
        twin_(world_) {}

  const Twin& twin() const { return twin_; }
  bool Offends(const forwarding::WalkGraph& graph, const Flow& flow) const {
    for (const forwarding::Step& step : graph.steps) {
      const int node = loaded_.IndexOf(loaded_.snapshot().world->element_of_node[step.node.index()]);
      const bool end = node == flow.ends[0].node || node == flow.ends[1].node;
      const bool tls = flow.tls && !(end && world_.nodes[static_cast<std::size_t>(node)].end_system);
      if (Forbidden(node, step.depth == 0 && !tls)) return true;
    }
    for (const forwarding::Branch& branch : graph.branches) {
      if (branch.kind != forwarding::BranchKind::kHop) continue;
      const Link& link = world_.links[static_cast<std::size_t>(loaded_.IndexOfLink(branch.link.index()))];
      const bool macsec = link.ends[0].macsec && link.ends[1].macsec;
      const bool clear = graph.steps[branch.from.index()].depth == 0 && !flow.tls && !macsec;
      for (int system : link.systems) {
        if (Forbidden(system, clear)) return true;
      }
      if (link.circuit >= 0 && Forbidden(link.circuit, clear)) return true;
    }
    return false;
  }

 private:
  bool Forbidden(int element, bool clear) const {
    const bool presence = rule_.levels.contains(kMeta) || rule_.levels.contains(kCut);
    if (!presence && !clear) return false;
    return std::ranges::any_of(twin_.Closure({element}),
                               [&](int e) { return members_[static_cast<std::size_t>(e)] > 0; });
  }

  const World& world_;
  Loaded& loaded_;
  const Rule& rule_;
  std::vector<int> members_;
  Twin twin_;
};

const Rule& RuleOf(const World& world, const std::string& id) {
  return *std::ranges::find(world.rules, id, &Rule::name);
}

net::PacketHeader HeaderOf(const Packet& packet) {
  net::PacketHeader header;
  header.source = net::IpAddress::V4(packet.source);
  header.destination = net::IpAddress::V4(packet.destination);
  header.protocol = static_cast<std::uint8_t>(packet.protocol);
  header.source_port = static_cast<std::uint16_t>(packet.source_port);
  header.destination_port = static_cast<std::uint16_t>(packet.destination_port);
  return header;
}

/// The interface of a node on which packets from `host` come in: its service LAN; invalid for an end system.
model::InterfaceIndex LanOf(Loaded& loaded, model::NodeId node, std::uint32_t host) {
  const routing::Node& facts = loaded.snapshot().network->nodes()[node.index()];
  for (std::size_t i = 0; i < facts.config.device.interfaces.size() && !facts.is_host; ++i) {
    for (const model::InterfaceAddress& address : facts.config.device.interfaces[i].addresses) {
      if (address.address.subnet().Contains(net::IpAddress::V4(host))) return model::InterfaceIndex(i);
    }
  }
  return {};
}

/// Walks one random packet of the flow under the entered set, in both directions.
void WalkOnePacket(Loaded& loaded, const Rule& rule, int flow, exposure::Evaluator& evaluator,
                   const ForbiddenPlaces& places, Dice& dice, Differences& differences) {
  const World& world = loaded.world();
  const Flow& facts = world.flows[static_cast<std::size_t>(flow)];
  const model::FlowId id = loaded.FlowOf(flow);
  const exposure::FlowOutcome outcome = evaluator.Evaluate(id);
  for (int direction = 0; direction < 2; ++direction) {
    const std::vector<Packet> packets = places.twin().PacketsOf(flow, direction);
    forwarding::WalkQuery query;
    query.from = loaded.snapshot().world->flow_ends[direction][id.index()];
    query.to = loaded.snapshot().world->flow_ends[1 - direction][id.index()];
    query.in = LanOf(loaded, query.from, facts.ends[direction].host);
    query.packets = evaluator.space().Of(HeaderOf(dice.Pick(packets)));
    for (const forwarding::WalkGraph& graph : evaluator.Walk(query)) {
      const bool missed = rule.kind == RuleKind::kConfine && outcome.delivered && graph.delivers &&
                          places.Offends(graph, facts);
      if (missed)
        differences.push_back(
            fmt::format("{} {}: proved, but a packet meets whom it forbids", rule.name, facts.name));
    }
  }
  if (rule.kind == RuleKind::kDeliver && !outcome.delivered_all) {
    differences.push_back(fmt::format("{} {}: proved, but it does not arrive", rule.name, facts.name));
  }
}

}  // namespace

void CompareOutcomes(Loaded& loaded, Twin& twin, int flow, const std::vector<FailureSet>& sets,
                     Differences& differences) {
  exposure::Evaluator evaluator(*loaded.snapshot().engine);
  for (const FailureSet& set : sets) {
    if (differences.size() >= kDifferencesMax) return;
    evaluator.Enter(loaded.FailuresOf(set));
    const exposure::FlowOutcome outcome = evaluator.Evaluate(loaded.FlowOf(flow));
    const std::string head =
        loaded.world().flows[static_cast<std::size_t>(flow)].name + " under " + ToString(loaded.world(), set);
    CompareOutcome(loaded, outcome, twin.Look(flow, set), OutcomeDiff(loaded.world(), head, differences));
  }
}

void CompareVerdicts(Loaded& loaded, Twin& twin, const study::CheckResult& result, Differences& differences) {
  if (result.rules.size() != loaded.world().rules.size()) differences.push_back("another number of rules");
  for (const rules::RuleResult& rule : result.rules) {
    if (differences.size() >= kDifferencesMax) return;
    CompareRule(loaded, rule, Judge(loaded.world(), twin, RuleOf(loaded.world(), rule.id)), differences);
  }
}

void ReplayFindings(Loaded& loaded, const study::CheckResult& result, Differences& differences) {
  exposure::Evaluator evaluator(*loaded.snapshot().engine);
  for (const rules::RuleResult& rule : result.rules) {
    for (const rules::FlowResult& flow : rule.flows) {
      for (const rules::FailureFinding& finding : flow.findings) {
        evaluator.Enter(finding.failed);
        const exposure::FlowOutcome outcome = evaluator.Evaluate(flow.flow);
        bool shows = rule.kind == "confine" ? outcome.delivered : !outcome.delivered_all;
        for (const exposure::Offender& offender : finding.offenders) {
          for (exposure::Level level : exposure::kLevels) {
            if (!offender.levels.has(level)) continue;
            shows = shows && outcome.exposed[exposure::IndexOf(level)].Test(offender.who.element.index());
          }
        }
        if (!shows) differences.push_back(rule.id + ": a finding does not replay: " + finding.text);
        if (rule.kind == "confine" && finding.evidence.empty())
          differences.push_back(rule.id + ": a finding without evidence");
      }
    }
  }
}

void SampleProved(Loaded& loaded, const study::CheckResult& result, std::uint64_t seed,
                  Differences& differences) {
  Dice dice(seed);
  Twin twin(loaded.world());
  exposure::Evaluator evaluator(*loaded.snapshot().engine);
  for (const rules::RuleResult& judged : result.rules) {
    const Rule& rule = RuleOf(loaded.world(), judged.id);
    const bool sampled = rule.kind == RuleKind::kConfine || rule.kind == RuleKind::kDeliver;
    if (judged.state != rules::VerdictState::kProved || !sampled) continue;
    const ForbiddenPlaces places(loaded, rule);
    std::vector<FailureSet> sets = twin.Subsets(rule.kinds, rule.failures);
    dice.Shuffle(sets);
    sets.resize(std::min(sets.size(), kSamplesMax));
    for (const FailureSet& set : sets) {
      if (differences.size() >= kDifferencesMax) return;
      evaluator.Enter(loaded.FailuresOf(set));
      for (int flow : rule.flows) {
        const Flow& facts = loaded.world().flows[static_cast<std::size_t>(flow)];
        const bool end_down = set.contains({UnitKind::kNode, facts.ends[0].node}) ||
                              set.contains({UnitKind::kNode, facts.ends[1].node});
        if (rule.kind == RuleKind::kDeliver && end_down) continue;
        WalkOnePacket(loaded, rule, flow, evaluator, places, dice, differences);
      }
    }
  }
}

Differences CompareWorld(const World& world) {
  Loaded loaded(world, {});
  Differences differences = loaded.problems();
  if (!differences.empty()) return differences;
  Twin twin(world);
  const std::set<UnitKind> kinds = {UnitKind::kLink, UnitKind::kNode, UnitKind::kCircuit,
                                    UnitKind::kLineSystem};
  std::vector<FailureSet> sets = twin.Subsets(kinds, 1);
  std::vector<FailureSet> pairs = twin.Subsets(kinds, 2);
  pairs.erase(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(sets.size()));
  Dice(world.seed + 1).Shuffle(pairs);
  pairs.resize(std::min(pairs.size(), kPairsMax));
  sets.insert(sets.end(), pairs.begin(), pairs.end());
  for (int flow = 0; flow < static_cast<int>(world.flows.size()); ++flow) {
    CompareOutcomes(loaded, twin, flow, sets, differences);
  }
  const auto result = CheckWith(loaded, 1);
  if (!result) {
    differences.push_back("check refuses the policy");
    for (const base::Diagnostic& diagnostic : loaded.snapshot().diagnostics.items())
      differences.push_back(diagnostic.what);
    return differences;
  }
  CompareVerdicts(loaded, twin, *result, differences);
  ReplayFindings(loaded, *result, differences);
  SampleProved(loaded, *result, world.seed + 2, differences);
  return differences;
}

std::string Signature(Loaded& loaded, const study::CheckResult& result) {
  std::map<std::string, std::string> by_rule;
  for (const rules::RuleResult& rule : result.rules) {
    std::string& text = by_rule[rule.id];
    text = std::string(rules::NameOf(rule.state));
    std::map<int, std::string> flows;
    for (const rules::FlowResult& flow : rule.flows) {
      int index = 0;
      while (loaded.FlowOf(index) != flow.flow) ++index;
      std::string& line = flows[index];
      line = fmt::format(" flow {} {} {} sets", index, rules::NameOf(flow.state), flow.sets_tried);
      std::set<FailureSet> clean;
      for (const exposure::FailureSet& set : flow.clean) clean.insert(loaded.SetOf(set));
      const auto unit_text = [](const FailureSet& set) {
        std::string units;
        for (const Unit& unit : set)
          units += fmt::format(" {}:{}", kUnitNames[static_cast<std::size_t>(unit.kind)], unit.index);
        return units;
      };
      for (const auto& [set, offenders] : FindingsOf(loaded, flow)) {
        line += "; found" + unit_text(set);
        for (const auto& [element, levels] : offenders) {
          line += fmt::format(" by {}", element);
          for (int level : levels) line += fmt::format(" {}", level);
        }
      }
      for (const FailureSet& set : clean) line += "; clean" + unit_text(set);
    }
    for (const auto& [index, line] : flows) text += line;
    std::map<int, bool> elements;
    for (const rules::ElementResult& element : rule.elements)
      elements[loaded.IndexOf(element.element)] = element.offends;
    for (const auto& [element, offends] : elements) text += fmt::format(" element {} {}", element, offends);
    for (const rules::Clause& clause : rule.clauses)
      text += fmt::format(" {} {}/{}", clause.measure, clause.numerator, clause.denominator);
  }
  std::string all;
  for (const auto& [rule, text] : by_rule) all += rule + ": " + text + "\n";
  return all;
}

}  // namespace ringfence::oracle
