// Route policies as places of use ask for them: converted once, with their arguments put in.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/cisco_iosxr/rpl_lists.h"
#include "formats/cisco_iosxr/rpl_program.h"
#include "formats/cisco_iosxr/rpl_text.h"
#include "formats/statement_report.h"
#include "model/route_policy.h"

namespace ringfence::formats::cisco_iosxr {

/// Policies with arguments that one file may make (origin: real files make some hundred).
inline constexpr std::size_t kInstancesMax = 4096;
/// Longest argument (origin: names and numbers); one that grows from call to call has an end.
inline constexpr std::size_t kArgumentBytesMax = 256;
/// Tokens of all policies that are converted, each instance counted; keeps the cost linear.
inline constexpr std::size_t kInstanceTokensMax = 4'000'000;

/// Converts sets and policies without parameters at once, those with parameters when they are used. The
/// arguments must outlive it; `out` is complete and sorted by names after Finish.
class PolicyBook : private RplCallees {
 public:
  PolicyBook(const RplTexts& texts, StatementReport& report, model::PolicySet& out);

  /// The policy of a use as written, "NAME" or "NAME(A,B)". Undefined: reported, and one that drops
  /// everything. Lines of it that are not expressed are demoted with `impact`.
  std::string Use(const std::string& use, base::Span span, std::uint8_t impact);

  /// Sorts the output. Nothing may be used afterwards.
  void Finish();

  /// True when a policy of that neutral name changes nothing but whether a route passes.
  bool OnlyFilters(const std::string& name) const;

 private:
  struct Entry {
    std::vector<base::Span> notes;
    std::set<std::string> callees;
  };
  struct Pending {
    std::string name;
    const RplPolicyText* text = nullptr;
    std::vector<std::string> arguments;
  };

  std::string NameOf(std::string_view policy, const std::vector<std::string>& arguments,
                     base::Span span) override;
  void ConvertPending();
  void Convert(const Pending& pending);
  void AddDropping(const std::string& name);

  const RplTexts& texts_;
  StatementReport& report_;
  model::PolicySet& out_;
  RplLists lists_;
  std::map<std::string, Entry> entries_;  ///< by neutral name
  std::deque<Pending> pending_;
  std::set<std::string>* callees_ = nullptr;  ///< of the policy that is being converted
  std::size_t token_count_ = 0;
};

}  // namespace ringfence::formats::cisco_iosxr
