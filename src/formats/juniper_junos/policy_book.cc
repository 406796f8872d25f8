#include "formats/juniper_junos/policy_book.h"
#include "formats/impacts.h"

#include <algorithm>
#include <utility>

namespace ringfence::formats::juniper_junos {
namespace {

using model::PolicyEnd;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RoutePolicy;
using model::RouteSource;
using model::RouteTerm;
using model::TermFlow;

bool IsExpression(std::string_view name) { return name.starts_with('(') || name.starts_with('!'); }

RouteMatch PolicyMatch(std::string name, base::Span span) {
  RouteMatch match;
  match.kind = RouteMatchKind::kPolicy;
  match.names.push_back(std::move(name));
  match.span = span;
  return match;
}

// A policy all of whose last term's routes are decided never falls through.
bool IsClosed(const Reader& reader, NodeId definition) {
  const auto decides = [&reader](NodeId term) {
    if (reader.tree.Find(term, "from") != kNone || reader.tree.Find(term, "to") != kNone) return false;
    const NodeId then = reader.tree.Find(term, "then");
    return then != kNone &&
           (reader.tree.Find(then, "accept") != kNone || reader.tree.Find(then, "reject") != kNone);
  };
  if (decides(definition)) return true;
  const NodeId terms = reader.tree.Find(definition, "term");
  NodeId last = kNone;
  if (terms != kNone) {
    for (const NodeId id : Children(reader, terms)) last = id;
  }
  return last != kNone && decides(last);
}

// One level of parentheses: alternatives of literals that must all hold.
struct ExpressionFrame {
  std::vector<std::vector<RouteMatch>> alternatives{{}};
  std::size_t first_token = 0;
  bool negated = false;
};

std::vector<std::string_view> TokensOf(std::string_view text) {
  std::vector<std::string_view> tokens;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    if (blank != 0) tokens.push_back(text.substr(0, blank));
    if (blank == std::string_view::npos) break;
    text.remove_prefix(blank + 1);
  }
  return tokens;
}

std::string Joined(const std::vector<std::string_view>& tokens, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t i = first; i <= last; ++i) {
    if (!text.empty()) text += ' ';
    text += tokens[i];
  }
  return text.starts_with('!') ? text.substr(1) : text;
}

RoutePolicy PolicyOf(std::string name, std::vector<std::vector<RouteMatch>> alternatives, base::Span span) {
  RoutePolicy policy{std::move(name), {}, PolicyEnd::kReject, span};
  for (auto& literals : alternatives) {
    RouteTerm& term = policy.terms.emplace_back();
    for (RouteMatch& literal : literals) term.all_of.push_back({{std::move(literal)}});
    term.flow = TermFlow::kAccept;
    term.span = span;
  }
  return policy;
}

const RoutePolicy* Find(const model::PolicySet& set, std::string_view name) {
  return model::FindPolicy(set, name);
}

}  // namespace

NodeId PolicyBook::Definition(std::string_view kind, std::string_view name) const {
  if (text.policy_options == kNone) return kNone;
  const NodeId names = reader.tree.Find(text.policy_options, kind);
  return names == kNone ? kNone : reader.tree.Find(names, name);
}

void PolicyBook::Add(RoutePolicy policy) {
  if (made_.insert(policy.name).second) set.policies.push_back(std::move(policy));
}

bool PolicyBook::Use(const NameUse& use, PolicyPlace place) {
  if (IsExpression(use.name)) {
    Expression(use, place);
    return true;
  }
  if (made_.contains(use.name)) return true;
  const NodeId definition = Definition("policy-statement", use.name);
  if (definition == kNone) {
    reader.Undefined(use.node, "policy");
    return false;
  }
  made_.insert(std::string(use.name));
  work_.push_back({definition, set.policies.size(), place});
  set.policies.push_back({std::string(use.name), {}, PolicyEnd::kNextPolicy, reader.SpanOf(definition)});
  return true;
}

// Policies that do not decide count as true in an expression, so members get an "else accept".
void PolicyBook::Expression(const NameUse& use, PolicyPlace) {
  if (made_.contains(use.name)) return;
  const base::Span span = reader.SpanOf(use.node);
  const std::vector<std::string_view> tokens = TokensOf(use.name);
  std::vector<ExpressionFrame> frames;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::string_view token = tokens[i];
    const bool negated = token.starts_with('!');
    if (negated) token.remove_prefix(1);
    if (frames.empty() && token != "(") {
      frames.push_back({});  // an expression of one negated name
      frames.back().first_token = i;
    }
    if (token == "(") {
      frames.push_back({{{}}, i, negated});
    } else if (token == "||") {
      frames.back().alternatives.emplace_back();
    } else if (token == ")") {
      const ExpressionFrame frame = std::move(frames.back());
      frames.pop_back();
      std::string name = Joined(tokens, frame.first_token, i);
      RouteMatch literal = PolicyMatch(name, span);
      literal.negated = frame.negated;
      Add(PolicyOf(std::move(name), frame.alternatives, span));
      if (frames.empty()) continue;
      frames.back().alternatives.back().push_back(std::move(literal));
    } else if (token != "&&") {
      const std::string name =
          Subroutine({{reader.tree.Own(std::string(token)), use.node}}, PolicyPlace::kImport);
      RouteMatch literal = PolicyMatch(name, span);
      literal.negated = negated;
      frames.back().alternatives.back().push_back(std::move(literal));
    }
  }
  if (made_.contains(use.name)) return;
  if (frames.size() != 1 || tokens.front().find('(') != std::string_view::npos)
    return reader.Invalid(use.node, "a policy expression that cannot be read");
  Add(PolicyOf(std::string(use.name), frames.front().alternatives, span));
}

std::string PolicyBook::Subroutine(const std::vector<NameUse>& uses, PolicyPlace place) {
  std::string joined;
  RoutePolicy wrapper;
  bool closed = true;
  for (const NameUse& use : uses) {
    if (!Use(use, place)) continue;
    if (!joined.empty()) joined += ' ';
    joined += use.name;
    RouteTerm& term = wrapper.terms.emplace_back();
    term.flow = TermFlow::kCall;
    term.callee = use.name;
    closed = closed && (IsExpression(use.name) || IsClosed(reader, Definition("policy-statement", use.name)));
  }
  if (wrapper.terms.size() == 1 && closed) return joined;
  wrapper.name = joined + std::string(kElseEndings[static_cast<std::size_t>(place)]);
  wrapper.end = place == PolicyPlace::kImport ? PolicyEnd::kAccept : PolicyEnd::kReject;
  if (place == PolicyPlace::kBgpExport) {
    RouteTerm& term = wrapper.terms.emplace_back();
    RouteMatch match;
    match.kind = RouteMatchKind::kSource;
    match.sources.push_back(RouteSource::kBgp);
    term.all_of.push_back({{std::move(match)}});
    term.flow = TermFlow::kAccept;
  }
  const std::string name = wrapper.name;
  Add(std::move(wrapper));
  return name;
}

void PolicyBook::Drain() {
  for (std::size_t i = 0; i < work_.size(); ++i) {
    const Work work = work_[i];
    RoutePolicy policy;
    policy.name = set.policies[work.policy].name;
    ReadTerms(*this, work.definition, work.place, policy);
    set.policies[work.policy].terms = std::move(policy.terms);
  }
  work_.clear();
}

std::vector<std::string> PolicyBook::Names(const std::vector<NameUse>& uses, PolicyPlace place) {
  std::vector<std::string> names;
  for (const NameUse& use : uses) {
    if (Use(use, place)) names.emplace_back(use.name);
  }
  Drain();
  // An expression of the model keeps no changes of its members.
  for (const NameUse& use : uses) {
    if (!IsExpression(use.name)) continue;
    for (const std::string_view token : TokensOf(use.name)) {
      const RoutePolicy* member = Find(set, token.starts_with('!') ? token.substr(1) : token);
      const bool changes =
          member != nullptr && std::any_of(member->terms.begin(), member->terms.end(),
                                           [](const RouteTerm& term) { return !term.actions.empty(); });
      const bool open = member != nullptr && !IsExpression(member->name) &&
                        !IsClosed(reader, Definition("policy-statement", member->name));
      if (changes || open) reader.Unmodelled(use.node, kRouting, "policy expression that changes routes");
    }
  }
  return names;
}

bool PolicyBook::MayAccept(const std::vector<std::string>& names, RouteSource source) const {
  for (const std::string& name : names) {
    const RoutePolicy* policy = Find(set, name);
    if (policy == nullptr) continue;
    for (const RouteTerm& term : policy->terms) {
      if (term.flow != TermFlow::kAccept && term.flow != TermFlow::kPass) continue;
      const auto fails = [source](const RouteMatch& match, net::Family family) {
        if (match.negated) return false;
        if (match.kind == RouteMatchKind::kFamily) return match.families.front() != family;
        return match.kind == RouteMatchKind::kSource &&
               std::find(match.sources.begin(), match.sources.end(), source) == match.sources.end();
      };
      const auto excludes = [&](net::Family family) {
        return std::any_of(term.all_of.begin(), term.all_of.end(), [&](const auto& clause) {
          return std::all_of(clause.any_of.begin(), clause.any_of.end(),
                             [&](const RouteMatch& match) { return fails(match, family); });
        });
      };
      if (!excludes(net::Family::kIpv4) || !excludes(net::Family::kIpv6)) return true;
    }
  }
  return false;
}

std::set<std::string> PolicyBook::InstancesIn(const std::vector<std::string>& names) const {
  std::set<std::string> instances;
  for (const std::string& name : names) {
    const RoutePolicy* policy = Find(set, name);
    if (policy == nullptr) continue;
    for (const RouteTerm& term : policy->terms) {
      for (const auto& clause : term.all_of) {
        for (const RouteMatch& match : clause.any_of) {
          if (match.kind == RouteMatchKind::kVrf) instances.insert(match.names.begin(), match.names.end());
        }
      }
    }
  }
  return instances;
}

}  // namespace ringfence::formats::juniper_junos
