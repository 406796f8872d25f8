#include "routing/policy_program.h"

#include <re2/re2.h>

#include <algorithm>

namespace ringfence::routing {
namespace {

using model::RouteMatchKind;

std::unique_ptr<re2::RE2> CompileRegex(const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexBytesMax);
  auto regex = std::make_unique<re2::RE2>(text, options);
  return regex->ok() ? std::move(regex) : nullptr;
}

template <class T>
std::uint32_t IndexOf(const std::vector<T>& objects, std::string_view name) {
  const auto found = std::ranges::find(objects, name, &T::name);
  return found == objects.end() ? kUndefined : static_cast<std::uint32_t>(found - objects.begin());
}

template <class T>
std::vector<std::uint32_t> IndicesOf(const std::vector<T>& objects, std::span<const std::string> names) {
  std::vector<std::uint32_t> indices;
  indices.reserve(names.size());
  for (const std::string& name : names) indices.push_back(IndexOf(objects, name));
  return indices;
}

}  // namespace

PolicyProgram::PolicyProgram(const model::PolicySet& set) : set_(set) {
  for (const model::PrefixList& list : set.prefix_lists) prefix_list_indices_.emplace_back(list);
  for (const model::AsPathList& list : set.as_path_lists) {
    auto& lines = as_path_lists_.emplace_back();
    for (const model::AsPathListLine& line : list.lines) {
      lines.push_back({line.permit, CompileRegex(line.regex)});
    }
  }
  for (const model::CommunityList& list : set.community_lists) {
    community_lists_.push_back(CompileCommunityList(list));
  }
  for (const model::RoutePolicy& policy : set.policies) {
    CompiledPolicy& compiled = policies_.emplace_back();
    compiled.policy = &policy;
    for (const model::RouteTerm& term : policy.terms) compiled.terms.push_back(CompileTerm(term));
  }
}

PolicyProgram::~PolicyProgram() = default;

std::uint32_t PolicyProgram::AddLiterals(const std::vector<model::CommunityText>& texts) {
  const auto first = static_cast<std::uint32_t>(literals_.size());
  literals_.insert(literals_.end(), texts.begin(), texts.end());
  return first;
}

CompiledCommunityList PolicyProgram::CompileCommunityList(const model::CommunityList& list) {
  CompiledCommunityList compiled;
  compiled.kind = list.kind;
  for (const model::CommunityListLine& line : list.lines) {
    CompiledCommunityLine& target = compiled.lines.emplace_back();
    target.line = &line;
    target.first_literal = AddLiterals(line.all_of);
    target.first_regex = community_regex_count_;
    for (const std::string& regex : line.regexes) target.regexes.push_back(CompileRegex(regex));
    community_regex_count_ += static_cast<std::uint32_t>(line.regexes.size());
  }
  return compiled;
}

std::vector<std::uint32_t> PolicyProgram::CommunityListsNamed(const std::vector<std::string>& names) const {
  return IndicesOf(set_.community_lists, names);
}

CompiledMatch PolicyProgram::CompileMatch(const model::RouteMatch& match) const {
  CompiledMatch compiled;
  compiled.match = &match;
  switch (match.kind) {
    case RouteMatchKind::kPrefixList:
    case RouteMatchKind::kNextHopList:
    case RouteMatchKind::kRouteSourceList:
      compiled.targets = IndicesOf(set_.prefix_lists, match.names);
      break;
    case RouteMatchKind::kAsPathList:
      compiled.targets = IndicesOf(set_.as_path_lists, match.names);
      break;
    case RouteMatchKind::kCommunityList:
      compiled.targets = CommunityListsNamed(match.names);
      break;
    case RouteMatchKind::kPolicy:
      compiled.targets = IndicesOf(set_.policies, match.names);
      break;
    default:
      break;
  }
  return compiled;
}

CompiledTerm PolicyProgram::CompileTerm(const model::RouteTerm& term) {
  CompiledTerm compiled;
  compiled.term = &term;
  for (const model::RouteClause& clause : term.all_of) {
    auto& literals = compiled.all_of.emplace_back();
    for (const model::RouteMatch& match : clause.any_of) literals.push_back(CompileMatch(match));
  }
  for (const model::RouteAction& action : term.actions) {
    CompiledAction& target = compiled.actions.emplace_back();
    target.action = &action;
    target.first_literal = AddLiterals(action.communities);
    if (action.kind == model::RouteActionKind::kCommunity) target.lists = CommunityListsNamed(action.names);
  }
  if (term.flow == model::TermFlow::kCall) compiled.callee = IndexOf(set_.policies, term.callee);
  return compiled;
}

void PolicyProgram::NoteUses(const CompiledMatch& match, CompiledChain& chain,
                             std::vector<std::uint32_t>& reached) const {
  switch (match.match->kind) {
    case RouteMatchKind::kPrefixList:
      chain.prefix_lists.insert(chain.prefix_lists.end(), match.targets.begin(), match.targets.end());
      break;
    case RouteMatchKind::kNextHopList:
      chain.uses.next_hop = true;
      break;
    case RouteMatchKind::kRouteSourceList:
    case RouteMatchKind::kNeighbor:
    case RouteMatchKind::kNeighborGroup:
      chain.uses.neighbor = true;
      break;
    case RouteMatchKind::kInterface:
      chain.uses.interface = true;
      break;
    case RouteMatchKind::kSource:
    case RouteMatchKind::kVrf:
    case RouteMatchKind::kMetric:
      chain.uses.table = true;
      break;
    case RouteMatchKind::kPolicy:
      reached.insert(reached.end(), match.targets.begin(), match.targets.end());
      break;
    default:
      break;
  }
}

bool SetsRank(const CompiledAction& action) {
  switch (action.action->kind) {
    case model::RouteActionKind::kLocalPreference:
    case model::RouteActionKind::kWeight:
    case model::RouteActionKind::kDistance:
    case model::RouteActionKind::kAsPathReplace:
    case model::RouteActionKind::kAsPathReplaceOwn:
    case model::RouteActionKind::kAsPathRemove:
      return true;
    default:
      return false;
  }
}

Certainty PolicyProgram::Holds(const CompiledMatch& match, const net::Prefix& prefix) const {
  if (match.match->kind == RouteMatchKind::kAlways && !match.match->negated) return Certainty::kYes;
  if (match.match->kind != RouteMatchKind::kPrefixList) return Certainty::kMaybe;
  if (std::ranges::find(match.targets, kUndefined) != match.targets.end()) return Certainty::kMaybe;
  const bool permits = std::ranges::any_of(
      match.targets, [&](std::uint32_t list) { return prefix_list_indices_[list].Permits(prefix); });
  return permits != match.match->negated ? Certainty::kYes : Certainty::kNo;
}

Certainty PolicyProgram::Holds(const CompiledTerm& term, const net::Prefix& prefix) const {
  Certainty all = Certainty::kYes;
  for (const auto& any_of : term.all_of) {
    Certainty any = Certainty::kNo;
    for (const CompiledMatch& match : any_of) any = std::max(any, Holds(match, prefix));
    all = std::min(all, any);
  }
  return all;
}

CompiledChain PolicyProgram::Compile(std::span<const std::string> names, bool accept_by_default) const {
  CompiledChain chain;
  chain.policies = IndicesOf(set_.policies, names);
  chain.accept_by_default = accept_by_default || names.empty();
  std::vector<std::uint32_t> reached = chain.policies;
  std::vector<bool> seen(policies_.size(), false);
  while (!reached.empty()) {
    const std::uint32_t policy = reached.back();
    reached.pop_back();
    if (policy == kUndefined || seen[policy]) continue;
    seen[policy] = true;
    for (const CompiledTerm& term : policies_[policy].terms) {
      reached.push_back(term.callee);
      chain.sets_rank = chain.sets_rank || std::ranges::any_of(term.actions, SetsRank);
      for (const auto& clause : term.all_of) {
        for (const CompiledMatch& match : clause) NoteUses(match, chain, reached);
      }
    }
  }
  std::ranges::sort(chain.prefix_lists);
  chain.prefix_lists.erase(std::ranges::unique(chain.prefix_lists).begin(), chain.prefix_lists.end());
  return chain;
}

CompiledChain PolicyProgram::Compile(const model::PolicyChain& chain) const {
  CompiledChain compiled = Compile(chain.names, chain.accept_by_default);
  compiled.accept_by_default = chain.accept_by_default;
  return compiled;
}

}  // namespace ringfence::routing
