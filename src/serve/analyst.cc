// A change is answered in two steps: verdicts first, because people wait for them, then the data of the page,
// which costs every single failure and every later day. In between the page of before stays.
//
// A question can name what does not exist. The engine says so in the diagnostics of the snapshot, and a
// snapshot with errors is not judged again: therefore its diagnostics are put back after every question.

#include "serve/analyst.h"

#include <fmt/format.h>

#include "base/check.h"
#include "report/json_pieces.h"
#include "report/report.h"
#include "report/secrets.h"
#include "serve/limits.h"
#include "study/dossier.h"
#include "study/whatif.h"

namespace ringfence::serve {
namespace {

SharedText Share(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

const report::Format& FormatOf(std::string_view name) {
  const report::Format* format = report::FindFormat(name);
  RF_CHECK(format != nullptr);
  return *format;
}

/// Errors as "file:line:column: what", from the one at `first` on, without what may be a secret.
std::vector<std::string> ErrorsOf(const study::Snapshot& snapshot, std::size_t first) {
  std::vector<std::string> errors;
  const auto& items = snapshot.diagnostics.items();
  for (std::size_t i = first; i < items.size() && errors.size() < kTroublesToldMax; ++i) {
    const base::DiagnosticInfo& info = base::InfoOf(items[i].kind);
    if (info.severity != base::Severity::kError) continue;
    const std::string place = snapshot.sources.Describe(items[i].span);
    errors.push_back(fmt::format("{}{}{}{}{}", place, place.empty() ? "" : ": ",
                                 report::MaskSecrets(items[i].what), items[i].hint.empty() ? "" : ". ",
                                 items[i].hint));
  }
  return errors;
}

std::string JoinLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "; ") + line;
  return text;
}

}  // namespace

Reply ReplyOf(const Refusal& refusal) {
  base::JsonWriter json(base::JsonWriter::Style::kLine);
  json.BeginObject().Key("error").BeginObject();
  json.Field("status", std::uint64_t{refusal.status}).Field("why", refusal.why);
  json.EndObject().EndObject();
  return {refusal.status, Share(json.Take())};
}

bool Analyst::Judge(std::vector<std::string>& troubles) {
  auto loaded = study::LoadSnapshot(*setup_.files, setup_.root, setup_.threads);
  if (!loaded) {
    troubles.push_back(loaded.error().message);
    return false;
  }
  std::unique_ptr<study::Snapshot> snapshot = std::move(*loaded);
  std::unique_ptr<study::Inquiry> inquiry;
  std::optional<study::CheckResult> check;
  std::size_t carried = 0;
  const bool clean = snapshot->engine != nullptr && !snapshot->diagnostics.has_errors();
  if (clean && snapshot->has_policy) {
    inquiry = std::make_unique<study::Inquiry>(*snapshot, setup_.threads);
    if (good_) carried = inquiry->CarryOver(*good_->inquiry);
    check = study::Check(*snapshot, {.threads = setup_.threads, .inquiry = inquiry.get()});
  }
  if (check) {
    good_.emplace(std::move(snapshot), std::move(inquiry), std::move(*check));
    carried_ = carried;
    return true;
  }
  troubles = ErrorsOf(*snapshot, 0);
  if (troubles.empty() && !snapshot->has_policy)
    troubles.emplace_back("there is no ringfence.yaml, so there are no rules to judge");
  if (troubles.empty()) troubles.emplace_back("there is nothing to judge");
  return false;
}

bool Analyst::Reread() {
  troubles_.clear();
  const bool judged = Judge(troubles_);
  if (judged) {
    ++generation_;
    kept_.clear();
    kept_bytes_ = 0;
  }
  WriteState();
  return good_ && published_.report_generation != generation_;
}

void Analyst::MakeReport() {
  RF_CHECK(good_.has_value());
  const study::CheckOptions options{.threads = setup_.threads, .inquiry = good_->inquiry.get()};
  auto dossier = study::MakeDossier(*good_->snapshot, good_->check, options);
  RF_CHECK(dossier.has_value());  // the check itself was possible
  good_->inquiry->evaluators().Release();
  dossier->title = setup_.title;
  published_.report = Share(FormatOf("html").dossier_data(*good_->snapshot, *dossier));
  published_.report_generation = generation_;
  WriteState();
}

void Analyst::WriteState() {
  base::JsonWriter json(base::JsonWriter::Style::kLine);
  report::Begin(json, "state");
  json.Field("title", setup_.title).Field("generation", generation_);
  json.Field("report", published_.report_generation);
  if (good_) {
    json.Field("as_of", base::ToString(good_->check.as_of));
    json.Field("verdict", rules::NameOf(good_->check.state));
    json.Key("rules").BeginArray();
    for (const rules::RuleResult& rule : good_->check.rules) {
      json.BeginObject().Field("id", rule.id).Field("verdict", rules::NameOf(rule.state)).EndObject();
    }
    json.EndArray();
  }
  report::Array(json, "trouble", troubles_);
  json.EndObject();
  published_.state = Share(json.Take());
}

std::optional<std::string> Analyst::DocumentOf(const Question& question, const std::function<bool()>& stop) {
  study::Snapshot& snapshot = *good_->snapshot;
  const report::Format& json = FormatOf("json");
  report::Style style;
  style.masked = true;
  study::CheckOptions options;
  options.threads = setup_.threads;
  options.as_of = question.as_of;
  options.stop = stop;
  options.inquiry = good_->inquiry.get();
  if (question.topic == Topic::kCheck) {
    if (!question.as_of) return json.check(snapshot, good_->check, style);
    const auto check = study::Check(snapshot, options);
    return check ? std::optional(json.check(snapshot, *check, style)) : std::nullopt;
  }
  RF_CHECK(question.topic == Topic::kWhatIf);
  const auto answer = study::WhatIf(snapshot, {question.ban, question.kinds, question.fail, options});
  return answer ? std::optional(json.what_if(snapshot, *answer, style)) : std::nullopt;
}

Reply Analyst::Compute(const Question& question, const std::function<bool()>& stop) {
  if (!good_) return ReplyOf({503, "the snapshot cannot be judged: " + JoinLines(troubles_)});
  study::Snapshot& snapshot = *good_->snapshot;
  const base::Diagnostics before = snapshot.diagnostics;
  auto document = DocumentOf(question, stop);
  Reply reply;
  if (document) {
    reply.body = Share(std::move(*document));
  } else if (stop && stop()) {
    reply = ReplyOf({503, "the answer takes too long"});
  } else {
    reply = ReplyOf({422, JoinLines(ErrorsOf(snapshot, before.items().size()))});
  }
  snapshot.diagnostics = before;
  good_->inquiry->evaluators().Release();
  return reply;
}

Reply Analyst::Answer(const Question& question, const std::function<bool()>& stop) {
  const std::string key = KeyOf(question);
  if (const auto kept = kept_.find(key); kept != kept_.end()) return kept->second;
  Reply reply = Compute(question, stop);
  if (reply.status != 200) return reply;
  if (kept_.size() == kAnswersKeptMax || kept_bytes_ + reply.body->size() > kAnswerBytesKeptMax) {
    kept_.clear();
    kept_bytes_ = 0;
  }
  kept_bytes_ += reply.body->size();
  kept_.emplace(key, reply);
  return reply;
}

}  // namespace ringfence::serve
