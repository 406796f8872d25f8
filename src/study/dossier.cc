// The parts are answers that other studies give; here they are only asked for, with one inquiry, so that a
// flow is evaluated once under each set, whoever asks. Later days still cost a judgement of every rule each,
// so their number is bounded.

#include "study/dossier.h"

#include <algorithm>

namespace ringfence::study {
namespace {

base::Date NextDay(base::Date day) {
  ++day.day;
  if (base::ParseDate(base::ToString(day))) return day;
  day.day = 1;
  if (++day.month <= 12) return day;
  day.month = 1;
  ++day.year;
  return day;
}

void AddWindow(const model::DateWindow& window, std::vector<base::Date>& days) {
  if (window.from) days.push_back(*window.from);
  if (window.until) days.push_back(NextDay(*window.until));
}

/// Days under `from` of the entries of `later`, whatever the kind of the rule makes of them.
void AddLater(const base::ValueTree& tree, base::NodeRef stanza, std::vector<base::Date>& days) {
  const base::NodeRef later = tree.Find(stanza, "later");
  if (!later.valid()) return;
  for (const base::ValueEntry& entry : tree[later].entries) {
    if (const auto day = base::ParseDate(tree.Text(entry.value, "from"))) days.push_back(*day);
  }
}

}  // namespace

std::vector<base::Date> DaysOfChange(const Snapshot& snapshot) {
  const model::Policy& policy = snapshot.policy;
  std::vector<base::Date> days;
  for (const model::RuleStanza& rule : policy.rules) {
    AddWindow(rule.window, days);
    AddLater(policy.trees[rule.tree], rule.node, days);
  }
  for (const model::PartyList& list : policy.lists) AddWindow(list.window, days);
  for (const model::Party& party : policy.parties) {
    for (const model::Ownership& share : party.owners) AddWindow(share.window, days);
  }
  for (const model::Waiver& waiver : policy.waivers) days.push_back(NextDay(waiver.expires));
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

std::optional<Dossier> MakeDossier(Snapshot& snapshot, const CheckResult& check,
                                   const CheckOptions& options) {
  Dossier dossier;
  dossier.check = &check;
  std::optional<Inquiry> own;
  CheckOptions of_day = options;
  if (of_day.inquiry == nullptr) of_day.inquiry = &own.emplace(snapshot, options.threads);
  for (const base::Date day : DaysOfChange(snapshot)) {
    if (day <= check.as_of) continue;
    if (dossier.later.size() == kLaterDaysMax) {
      dossier.days_left_out.push_back(day);
      continue;
    }
    of_day.as_of = day;
    auto result = JudgeOnly(snapshot, of_day);
    if (!result) return std::nullopt;
    dossier.later.push_back({day, std::move(*result)});
  }
  if (snapshot.policy.flows.empty()) return dossier;  // rules about roles and places need none
  ExposureOptions exposure;
  exposure.failures_max = 1;
  exposure.as_of = check.as_of;
  exposure.with_reroutes = true;
  exposure.inquiry = of_day.inquiry;
  exposure.progress = options.progress;
  auto found = Exposure(snapshot, exposure);
  if (!found) return std::nullopt;
  dossier.exposure = std::move(*found);
  return dossier;
}

}  // namespace ringfence::study
