// AS-path and community lists on interned paths and sets: each expression is tried once for each path or
// community of a pool.

#include <re2/re2.h>

#include <algorithm>

#include "routing/policy_eval.h"

namespace ringfence::routing {

PolicyEvaluator::Truth PolicyEvaluator::AsPathPermitted(std::uint32_t list, AsPathId path) {
  std::vector<Truth>& memory = path_memory_[list];
  if (memory.size() <= path.index()) memory.resize(path.index() + 1, Truth::kUnknown);
  Truth& truth = memory[path.index()];
  if (truth != Truth::kUnknown) return truth;
  for (const CompiledAsPathLine& line : program_.as_path_lists()[list]) {
    if (line.regex == nullptr) return Truth::kUnknown;
    if (!re2::RE2::PartialMatch(pool_.TextOf(path), *line.regex)) continue;
    return truth = line.permit ? Truth::kYes : Truth::kNo;
  }
  return truth = Truth::kNo;
}

bool PolicyEvaluator::RegexFinds(const CompiledCommunityLine& line, std::size_t regex,
                                 CommunityId community) {
  std::vector<Truth>& memory = community_memory_[line.first_regex + regex];
  if (memory.size() <= community.index()) memory.resize(community.index() + 1, Truth::kUnknown);
  Truth& truth = memory[community.index()];
  if (truth == Truth::kUnknown) {
    const std::string_view text = pool_.TextOf(community);
    truth = re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *line.regexes[regex])
                ? Truth::kYes
                : Truth::kNo;
  }
  return truth == Truth::kYes;
}

PolicyEvaluator::Truth PolicyEvaluator::RegexFinds(const CompiledCommunityLine& line, std::size_t regex,
                                                   CommunitySetId set) {
  if (line.regexes[regex] == nullptr) return Truth::kUnknown;
  if (line.line->on_whole_list) {
    return re2::RE2::PartialMatch(pool_.TextOf(set), *line.regexes[regex]) ? Truth::kYes : Truth::kNo;
  }
  for (const CommunityId member : pool_[set]) {
    if (RegexFinds(line, regex, member)) return Truth::kYes;
  }
  return Truth::kNo;
}

PolicyEvaluator::Truth PolicyEvaluator::LineHolds(const CompiledCommunityLine& line, CommunitySetId set) {
  for (std::size_t i = 0; i < line.line->all_of.size(); ++i) {
    if (!pool_.Has(set, literals_[line.first_literal + i])) return Truth::kNo;
  }
  Truth all = Truth::kYes;
  for (std::size_t i = 0; i < line.regexes.size(); ++i) {
    const Truth truth = RegexFinds(line, i, set);
    if (truth == Truth::kNo) return truth;
    if (truth == Truth::kUnknown) all = truth;
  }
  return all;
}

bool PolicyEvaluator::OnlyNamed(const CompiledCommunityLine& line, CommunitySetId set) {
  return std::ranges::all_of(pool_[set], [&](CommunityId member) {
    for (std::size_t i = 0; i < line.line->all_of.size(); ++i) {
      if (literals_[line.first_literal + i] == member) return true;
    }
    for (std::size_t i = 0; i < line.regexes.size(); ++i) {
      if (line.line->on_whole_list || RegexFinds(line, i, member)) return true;
    }
    return false;
  });
}

PolicyEvaluator::Truth PolicyEvaluator::CommunitiesPermitted(std::uint32_t list, bool exact,
                                                             CommunitySetId set) {
  for (const CompiledCommunityLine& line : program_.community_lists()[list].lines) {
    const Truth truth = LineHolds(line, set);
    if (truth == Truth::kUnknown) return truth;
    if (truth == Truth::kNo || (exact && !OnlyNamed(line, set))) continue;
    return line.line->permit ? Truth::kYes : Truth::kNo;
  }
  return Truth::kNo;
}

}  // namespace ringfence::routing
