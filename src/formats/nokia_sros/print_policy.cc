// Policies and their lists as flat lines. Literals in actions get objects named by what they hold; what the
// reader makes itself is printed where it comes from.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "formats/as_path_regex.h"
#include "formats/nokia_sros/community_expression.h"
#include "formats/nokia_sros/convert.h"
#include "formats/nokia_sros/extract.h"
#include "formats/nokia_sros/policies.h"
#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::PrefixListLine;
using model::RouteAction;
using model::RouteActionKind;

constexpr std::string_view kOptions = "/configure policy-options";

std::string PrefixType(const PrefixListLine& line, std::set<std::pair<net::Prefix, bool>>& through) {
  if (line.length_min == line.prefix.length) {
    if (line.length_max == line.prefix.length) return "exact { }";
    if (line.length_max == net::AddressBits(line.prefix.family())) return "longer { }";
    // The type is a part of the key: a second one of this form is a range.
    if (through.emplace(line.prefix, true).second)
      return fmt::format("through through-length {}", line.length_max);
  }
  return fmt::format("range {{ start-length {}\nend-length {}\n}}", line.length_min, line.length_max);
}

void PrintPrefixList(const model::PrefixList& list, std::string& out) {
  if (list.name.starts_with(kMadeMark) || list.name.starts_with(kNextHopPrefix)) return;
  const std::string head = fmt::format("{} prefix-list {}", kOptions, Quoted(list.name));
  out += head + " { }\n";
  std::set<std::pair<net::Prefix, bool>> through;
  for (const PrefixListLine& line : list.lines)
    out += fmt::format("{} prefix {} type {}\n", head, net::ToString(line.prefix), PrefixType(line, through));
}

void PrintAsPathList(const model::AsPathList& list, std::string& out) {
  if (!list.name.starts_with(kGroupPrefix)) {
    const std::string head = fmt::format("{} as-path {}", kOptions, Quoted(list.name));
    out += head + " { }\n";
    for (const model::AsPathListLine& line : list.lines)
      out += fmt::format("{} expression {}\n", head, Quoted(TokenPatternOfRegex(line.regex)));
    return;
  }
  const std::string head = fmt::format("{} as-path-group {}", kOptions,
                                       Quoted(std::string_view(list.name).substr(kGroupPrefix.size())));
  out += head + " { }\n";
  std::uint32_t number = 0;
  for (const model::AsPathListLine& line : list.lines)
    out +=
        fmt::format("{} entry {} expression {}\n", head, ++number, Quoted(TokenPatternOfRegex(line.regex)));
}

void PrintCommunityList(const model::CommunityList& list, std::string& out) {
  const std::string head = fmt::format("{} community {}", kOptions, Quoted(list.name));
  for (const model::CommunityListLine& line : list.lines) {
    for (const std::string& member : line.all_of)
      out += fmt::format("{} member {} {{ }}\n", head, Quoted(member));
    for (const std::string& regex : line.regexes)
      out += fmt::format("{} member {} {{ }}\n", head, Quoted(MemberOfRegex(regex)));
  }
}

// Objects for literals in actions.
void PrintLiterals(const model::PolicySet& policies, std::string& out) {
  std::set<std::string> communities;
  std::set<std::vector<std::uint32_t>> paths;
  for (const model::RoutePolicy& policy : policies.policies) {
    for (const model::RouteTerm& term : policy.terms) {
      for (const RouteAction& action : term.actions) {
        communities.insert(action.communities.begin(), action.communities.end());
        if (!action.numbers.empty()) paths.insert(action.numbers);
      }
    }
  }
  for (const std::string& community : communities) {
    out += fmt::format("{} community {} member {} {{ }}\n", kOptions, Quoted(MemberName(community)),
                       Quoted(community));
  }
  for (const std::vector<std::uint32_t>& path : paths) {
    out += fmt::format("{} as-path {} expression {}\n", kOptions, Quoted(PathName(path)),
                       Quoted(fmt::format("{}", fmt::join(path, " "))));
  }
}

}  // namespace

std::string MemberName(std::string_view community) { return fmt::format("member {}", community); }

std::string PathName(const std::vector<std::uint32_t>& numbers) {
  return fmt::format("path {}", fmt::join(numbers, " "));
}

void PrintPolicies(const model::PolicySet& policies, std::string& out) {
  for (const model::PrefixList& list : policies.prefix_lists) PrintPrefixList(list, out);
  for (const model::AsPathList& list : policies.as_path_lists) PrintAsPathList(list, out);
  for (const model::CommunityList& list : policies.community_lists) PrintCommunityList(list, out);
  PrintLiterals(policies, out);
  for (const model::RoutePolicy& policy : policies.policies) {
    if (!policy.name.starts_with(kMadeMark) && !IsPolicyExpression(policy.name)) PrintPolicy(policy, out);
  }
}

}  // namespace ringfence::formats::nokia_sros
