#include "serve/question.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "serve/limits.h"

namespace ringfence::serve {
namespace {

/// Parameters; bits.
constexpr unsigned kAsOf = 1, kBan = 2, kKind = 4, kFail = 8;

struct PathOf {
  std::string_view path;
  Topic topic;
  unsigned parameters;
};
constexpr PathOf kPaths[] = {
    {"/", Topic::kPage, 0},
    {"/api/openapi.json", Topic::kOpenApi, 0},
    {"/api/state", Topic::kState, 0},
    {"/api/events", Topic::kEvents, 0},
    {"/api/report", Topic::kReport, 0},
    {"/api/check", Topic::kCheck, kAsOf},
    {"/api/whatif", Topic::kWhatIf, kAsOf | kBan | kKind | kFail},
};

struct ParameterOf {
  std::string_view name;
  unsigned bit;
};
constexpr ParameterOf kParameters[] = {{"as-of", kAsOf}, {"ban", kBan}, {"kind", kKind}, {"fail", kFail}};

std::unexpected<Refusal> Refuse(unsigned status, std::string why) {
  return std::unexpected(Refusal{status, std::move(why)});
}

int DigitOf(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  const char lower = static_cast<char>(digit | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Percent-decoded text without control bytes; nullopt for bad escapes and bytes that are no UTF-8.
std::optional<std::string> Decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char byte = text[i] == '+' ? ' ' : text[i];
    if (byte == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = DigitOf(text[i + 1]), low = DigitOf(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      byte = static_cast<char>(high * 16 + low);
      i += 2;
    }
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20 || code == 0x7f) return std::nullopt;
    out += byte;
  }
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t length = base::Utf8Length(out, at);
    if (length == 0) return std::nullopt;
    at += length;
  }
  return out;
}

/// Takes one value; why it cannot be taken, or "".
std::string Take(Question& question, unsigned bit, std::string value) {
  if (bit == kAsOf) {
    if (question.as_of) return "'as-of' is there twice";
    question.as_of = base::ParseDate(value);
    return question.as_of ? "" : "'as-of' is no day YYYY-MM-DD";
  }
  if (bit == kKind) {
    const auto kind = model::ElementKindOf(value);
    if (kind) question.kinds.push_back(*kind);
    return kind ? "" : "there is no such kind of element";
  }
  (bit == kBan ? question.ban : question.fail).push_back(std::move(value));
  return "";
}

std::optional<Refusal> ReadParameter(std::string_view text, const PathOf& path, Question& question) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const auto* known = std::ranges::find(kParameters, name, &ParameterOf::name);
  if (known == std::end(kParameters) || (path.parameters & known->bit) == 0)
    return Refusal{400, fmt::format("{} has no such parameter", path.path)};
  auto value = Decode(equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1));
  if (!value || value->empty() || value->size() > kValueBytesMax)
    return Refusal{400, fmt::format("bad value of '{}'", known->name)};
  std::string why = Take(question, known->bit, std::move(*value));
  if (why.empty()) return std::nullopt;
  return Refusal{400, std::move(why)};
}

}  // namespace

std::expected<Question, Refusal> ReadQuestion(std::string_view target) {
  if (target.size() > kTargetBytesMax) return Refuse(414, "the target is too long");
  if (!target.starts_with('/')) return Refuse(400, "the target is no path");
  const std::size_t mark = target.find('?');
  const auto* path = std::ranges::find(kPaths, target.substr(0, mark), &PathOf::path);
  if (path == std::end(kPaths)) return Refuse(404, "there is no such path");
  Question question;
  question.topic = path->topic;
  std::string_view query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  for (std::size_t count = 0; !query.empty(); ++count) {
    if (count == kParametersMax) return Refuse(400, "too many parameters");
    const std::size_t end = std::min(query.find('&'), query.size());
    if (auto refusal = ReadParameter(query.substr(0, end), *path, question))
      return std::unexpected(std::move(*refusal));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  if (question.topic == Topic::kWhatIf && question.ban.empty() && question.fail.empty())
    return Refuse(400, "what if what? Give 'ban' or 'fail'");
  return question;
}

std::string KeyOf(const Question& question) {
  // Values hold no control bytes, so no two questions run together.
  std::string key = fmt::format("{}\n{}", static_cast<unsigned>(question.topic),
                                question.as_of ? base::ToString(*question.as_of) : "");
  for (const std::string& name : question.ban) key += "\nban " + name;
  for (const model::ElementKind kind : question.kinds)
    key += fmt::format("\nkind {}", static_cast<unsigned>(kind));
  for (const std::string& name : question.fail) key += "\nfail " + name;
  return key;
}

}  // namespace ringfence::serve
