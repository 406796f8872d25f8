#include <fmt/format.h>

#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/extract.h"
#include "formats/nokia_sros/policies.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::RouteClause;
using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteTerm;
using model::TermFlow;

// Does the term's condition on protocols leave out routes from there?
bool Excludes(const RouteTerm& term, model::RouteSource source) {
  return std::ranges::any_of(term.all_of, [&](const RouteClause& clause) {
    const RouteMatch& match = clause.any_of.front();
    if (clause.any_of.size() != 1) return false;
    if (match.kind == RouteMatchKind::kAlways) return match.negated;
    return match.kind == RouteMatchKind::kSource &&
           std::ranges::find(match.sources, source) == match.sources.end();
  });
}

bool OnlySources(const RouteTerm& term) {
  return std::ranges::all_of(term.all_of, [](const RouteClause& clause) {
    return clause.any_of.size() == 1 && clause.any_of.front().kind == RouteMatchKind::kSource &&
           clause.any_of.front().names.empty();
  });
}

std::string_view WhatOf(ListKind kind) {
  switch (kind) {
    case ListKind::kPrefixList:
      return "prefix list";
    case ListKind::kCommunity:
      return "community";
    case ListKind::kAsPath:
      return "AS path";
    case ListKind::kAsPathGroup:
      return "AS path group";
    case ListKind::kPolicy:
      break;
  }
  return "policy statement";
}

}  // namespace

Policies::Policies(Reader& reader, const SrosText& text, model::PolicySet& set)
    : reader_(reader), text_(text), set_(set) {
  CollectPlaces();
  for (const PolicyText& policy : text.policy.policies) AddPolicy(policy);
  CutCycles();
}

// Which protocols each policy exports to: conditions of `to protocol` look at that.
void Policies::CollectPlaces() {
  const auto add = [&](const std::vector<Name>& names, std::string_view protocol) {
    for (const Name& name : names) places_[name.value].insert(protocol);
  };
  for (const RouterText& router : text_.routers) {
    add(router.vpn.export_policies, "bgp-vpn");
    add(router.bgp.leaves.exports, "bgp");
    for (const BgpGroup& group : router.bgp.groups) add(group.leaves.exports, "bgp");
    for (const BgpNeighborText& neighbor : router.bgp.neighbors) add(neighbor.leaves.exports, "bgp");
    for (const OspfText& process : router.ospf)
      add(process.exports, process.family == net::Family::kIpv4 ? "ospf" : "ospf3");
    for (const IsisText& process : router.isis) add(process.exports, "isis");
    for (const RipText& rip : router.rip) {
      const std::string_view protocol = rip.family == net::Family::kIpv4 ? "rip" : "ripng";
      add(rip.leaves.exports, protocol);
      for (const RipGroupText& group : rip.groups) {
        add(group.leaves.exports, protocol);
        for (const RipNeighborText& neighbor : group.neighbors) add(neighbor.leaves.exports, protocol);
      }
    }
  }
}

// False when the entry never holds where the policy is used.
bool Policies::HoldsFor(const PolicyEntryText& entry, RouteTerm& term) const {
  if (entry.to_protocols.empty()) return true;
  const auto places = places_.find(policy_name_);
  if (places == places_.end()) return true;
  std::size_t met = 0;
  for (const std::string_view place : places->second)
    met += std::ranges::find(entry.to_protocols, place, &Name::value) != entry.to_protocols.end() ? 1 : 0;
  if (met == places->second.size()) return true;
  if (met == 0) return false;
  RouteMatch match;
  match.kind = RouteMatchKind::kNotModelled;
  match.span = term.span;
  term.all_of.push_back({{std::move(match)}});
  reader_.Unmodelled(entry.to_protocols.front().node, kRouting, "one policy for several protocols");
  return true;
}

void Policies::ReportUndefined(const PolicyEntryText& entry) {
  const PolicyBookText& book = text_.policy;
  const auto defined = [&](ListKind kind, std::string_view name) {
    switch (kind) {
      case ListKind::kPrefixList:
        return std::ranges::find(book.prefix_lists, name, &PrefixListText::name) != book.prefix_lists.end();
      case ListKind::kCommunity:
        // Expressions name several; literal members may stand for themselves.
        return IsPolicyExpression(name) ||
               std::ranges::find(book.communities, name, &PolicyCommunity::name) != book.communities.end();
      case ListKind::kPolicy:
        return std::ranges::find(book.policies, name, &PolicyText::name) != book.policies.end();
      case ListKind::kAsPath:
      case ListKind::kAsPathGroup:
        break;
    }
    return std::ranges::any_of(book.as_paths, [&](const AsPathText& path) {
      return path.name == name && path.group == (kind == ListKind::kAsPathGroup);
    });
  };
  for (const ListUse& use : entry.uses) {
    if (!defined(use.kind, reader_.word(use.node))) reader_.Undefined(use.node, WhatOf(use.kind));
  }
}

void Policies::AddEntry(const PolicyEntryText& entry, model::RoutePolicy& to) {
  // An entry without an action does nothing.
  if (!entry.acts) return;
  ReportUndefined(entry);
  RouteTerm term = entry.term;
  if (!HoldsFor(entry, term)) return;
  Resolve(term, entry);
  to.terms.push_back(std::move(term));
}

void Policies::AddPolicy(const PolicyText& policy) {
  model::RoutePolicy to;
  to.name = policy.name;
  to.span = policy.span;
  to.end = model::PolicyEnd::kNextPolicy;
  policy_name_ = to.name;
  for (const PolicyEntryText& entry : policy.entries) AddEntry(entry, to);
  AddEntry(policy.default_action, to);
  made_.insert(to.name);
  set_.policies.push_back(std::move(to));
}

// A policy that asks itself cannot be evaluated: its condition is one that cannot be said.
void Policies::CutCycles() {
  std::set<std::string_view> sound;
  const auto asks_others = [&](const model::RoutePolicy& policy) {
    for (const RouteTerm& term : policy.terms) {
      for (const RouteClause& clause : term.all_of) {
        for (const RouteMatch& match : clause.any_of) {
          if (match.kind != RouteMatchKind::kPolicy) continue;
          if (!std::ranges::all_of(match.names, [&](const auto& name) { return sound.contains(name); }))
            return true;
        }
      }
    }
    return false;
  };
  for (bool grows = true; grows;) {
    grows = false;
    for (const model::RoutePolicy& policy : set_.policies) {
      if (!sound.contains(policy.name) && !asks_others(policy)) grows = sound.insert(policy.name).second;
    }
  }
  for (model::RoutePolicy& policy : set_.policies) {
    if (sound.contains(policy.name)) continue;
    for (RouteTerm& term : policy.terms) {
      for (RouteClause& clause : term.all_of) {
        for (RouteMatch& match : clause.any_of) {
          if (match.kind != RouteMatchKind::kPolicy) continue;
          match = {.kind = RouteMatchKind::kNotModelled, .span = match.span};
        }
      }
    }
  }
}

std::vector<std::string> Policies::Names(const std::vector<Name>& uses) {
  std::vector<std::string> names;
  for (const Name& use : uses) {
    std::string name(use.value);
    if (IsPolicyExpression(name)) {
      reader_.Unmodelled(use.node, kRouting, "expression over policies");
      RouteTerm term;
      term.name = "expression";
      term.all_of = {{{{.kind = RouteMatchKind::kNotModelled, .span = use.span}}}};
      term.flow = TermFlow::kAccept;
      names.push_back(Made(name, {std::move(term)}));
    } else if (model::FindPolicy(set_, name) == nullptr || name.starts_with(kMadeMark)) {
      reader_.Undefined(use.node, "policy statement");
    } else if (std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

bool Policies::MayAccept(const std::vector<std::string>& names, model::RouteSource source) const {
  for (const std::string& name : names) {
    const model::RoutePolicy* policy = model::FindPolicy(set_, name);
    if (policy == nullptr) continue;
    for (const RouteTerm& term : policy->terms) {
      if (Excludes(term, source)) continue;
      if (term.flow == TermFlow::kAccept) return true;
      if (term.flow == TermFlow::kReject && OnlySources(term)) return false;
      if (term.flow == TermFlow::kNextPolicy && OnlySources(term)) break;
    }
  }
  return false;
}

std::string Policies::Made(std::string_view name, std::vector<RouteTerm> terms) {
  std::string own(name);
  if (!made_.insert(own).second) return own;
  model::RoutePolicy policy;
  policy.name = own;
  policy.terms = std::move(terms);
  policy.end = model::PolicyEnd::kNextPolicy;
  set_.policies.push_back(std::move(policy));
  return own;
}

}  // namespace ringfence::formats::nokia_sros
