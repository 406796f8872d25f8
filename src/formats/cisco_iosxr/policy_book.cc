#include "formats/cisco_iosxr/policy_book.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ringfence::formats::cisco_iosxr {
namespace {

/// Between the name of a policy and its arguments in the name of an instance.
constexpr char kArgumentMark = '~';

/// The text with every parameter replaced by its argument; of two names that fit the longer one counts.
std::string Substituted(std::string_view text, const std::vector<std::string>& parameters,
                        const std::vector<std::string>& arguments) {
  std::string out;
  while (!text.empty()) {
    std::size_t best = parameters.size();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const bool longer = best == parameters.size() || parameters[i].size() > parameters[best].size();
      if (longer && !parameters[i].empty() && text.starts_with(parameters[i])) best = i;
    }
    if (best == parameters.size()) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += arguments[best];
      text.remove_prefix(parameters[best].size());
    }
  }
  return out;
}

}  // namespace

PolicyBook::PolicyBook(const RplTexts& texts, StatementReport& report, model::PolicySet& out)
    : texts_(texts), report_(report), out_(out), lists_(texts, report, out) {
  for (const auto& [name, text] : texts.policies) {
    if (text.parameters.empty()) NameOf(name, {}, text.span);
  }
  ConvertPending();
}

std::string PolicyBook::NameOf(std::string_view policy, const std::vector<std::string>& arguments,
                               base::Span span) {
  const auto text = texts_.policies.find(std::string(policy));
  std::string name(policy);
  const bool known = text != texts_.policies.end() && text->second.parameters.size() == arguments.size() &&
                     std::ranges::all_of(arguments, [](const std::string& argument) {
                       return argument.size() <= kArgumentBytesMax;
                     });
  if (!arguments.empty()) {
    for (const std::string& argument : arguments) name += kArgumentMark + argument;
    std::ranges::replace(name, ' ', kArgumentMark);
    // A text may have a policy of that very name.
    while (texts_.policies.contains(name)) name += kArgumentMark;
  }
  if (callees_ != nullptr) callees_->insert(name);
  if (!known) {
    report_.Undefined(
        span, "route policy",
        arguments.empty() ? std::string(policy) : fmt::format("{}({})", policy, fmt::join(arguments, ", ")));
    if (text == texts_.policies.end() || !arguments.empty() || !text->second.parameters.empty())
      AddDropping(name);
    return name;
  }
  if (!entries_.try_emplace(name).second) return name;
  token_count_ += text->second.tokens.size() + 1;
  if (entries_.size() > kInstancesMax + texts_.policies.size() || token_count_ > kInstanceTokensMax) {
    // Too many: the policy exists and nothing is known about it.
    RplProgram broken;
    broken.broken = true;
    entries_[name].notes.push_back(span);
    out_.policies.push_back(CompileRpl(name, broken, span));
    return name;
  }
  pending_.push_back({name, &text->second, arguments});
  return name;
}

void PolicyBook::AddDropping(const std::string& name) {
  if (!entries_.try_emplace(name).second) return;
  model::RoutePolicy policy{.name = name, .terms = {}, .span = {}};
  policy.tests_original = true;
  out_.policies.push_back(std::move(policy));
}

void PolicyBook::ConvertPending() {
  while (!pending_.empty()) {
    const Pending next = std::move(pending_.front());
    pending_.pop_front();
    Convert(next);
  }
}

void PolicyBook::Convert(const Pending& pending) {
  std::deque<std::string> storage;
  std::vector<RplToken> tokens = pending.text->tokens;
  if (!pending.arguments.empty()) {
    for (RplToken& token : tokens) {
      if (token.text.find('$') == std::string_view::npos) continue;
      storage.push_back(Substituted(token.text, pending.text->parameters, pending.arguments));
      token.text = storage.back();
    }
  }
  Entry& entry = entries_[pending.name];
  callees_ = &entry.callees;
  RplProgram program = ParseRpl(tokens, pending.text->span, lists_, *this, report_);
  callees_ = nullptr;
  entry.notes = std::move(program.notes);
  if (program.broken) entry.notes.push_back(pending.text->span);
  out_.policies.push_back(CompileRpl(pending.name, program, pending.text->span));
}

std::string PolicyBook::Use(const std::string& use, base::Span span, std::uint8_t impact) {
  std::vector<RplToken> tokens;
  AddRplTokens(use, span.file, span.line, tokens);
  RplCursor cursor(tokens);
  const RplToken policy = cursor.Next();
  std::vector<std::string> arguments;
  if (!cursor.done()) {
    for (const auto& element : TakeElements(cursor)) {
      std::string argument;
      for (const RplToken& token : element)
        argument += (argument.empty() ? "" : " ") + std::string(token.text);
      arguments.push_back(std::move(argument));
    }
  }
  const std::string name = NameOf(policy.text, arguments, span);
  ConvertPending();
  std::set<std::string> seen;
  std::vector<std::string> open{name};
  while (!open.empty()) {
    const std::string current = std::move(open.back());
    open.pop_back();
    if (!seen.insert(current).second) continue;
    const Entry& entry = entries_[current];
    for (const base::Span& note : entry.notes) report_.Demote(note, impact, "route policy statement");
    open.insert(open.end(), entry.callees.begin(), entry.callees.end());
  }
  return name;
}

bool PolicyBook::OnlyFilters(const std::string& name) const {
  std::set<std::string> seen;
  std::vector<std::string> open{name};
  while (!open.empty()) {
    const std::string current = std::move(open.back());
    open.pop_back();
    if (!seen.insert(current).second) continue;
    const auto entry = entries_.find(current);
    const auto policy = std::ranges::find(out_.policies, current, &model::RoutePolicy::name);
    if (entry == entries_.end() || policy == out_.policies.end()) continue;
    if (!entry->second.notes.empty()) return false;
    for (const model::RouteTerm& term : policy->terms) {
      if (!term.actions.empty()) return false;
    }
    open.insert(open.end(), entry->second.callees.begin(), entry->second.callees.end());
  }
  return true;
}

void PolicyBook::Finish() {
  std::ranges::sort(out_.prefix_lists, {}, &model::PrefixList::name);
  std::ranges::sort(out_.as_path_lists, {}, &model::AsPathList::name);
  std::ranges::sort(out_.community_lists, {}, &model::CommunityList::name);
  std::ranges::sort(out_.policies, {}, &model::RoutePolicy::name);
}

}  // namespace ringfence::formats::cisco_iosxr
