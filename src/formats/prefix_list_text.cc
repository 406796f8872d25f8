#include "formats/prefix_list_text.h"

#include <fmt/format.h>

#include "formats/as_path_regex.h"

namespace ringfence::formats {
namespace {

constexpr std::uint32_t kSequenceStep = 5;

/// Takes `permit` or `deny`; nullopt when there is neither.
std::optional<bool> TakeAction(Statement& statement) {
  if (statement.words.Accept("permit")) return true;
  if (statement.words.Accept("deny")) return false;
  return std::nullopt;
}

/// Takes `ge N`, `le N`, `eq N`. False: invalid.
bool TakeLengths(Statement& statement, StatementReport& report, model::PrefixListLine& line) {
  const std::uint8_t bits = net::AddressBits(line.prefix.family());
  line.length_min = line.length_max = line.prefix.length;
  bool upper = false;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (!(word == "ge" || word == "le" || word == "eq")) return false;
    const auto length = TakeNumber(report, statement, line.prefix.length, bits);
    if (!length) return false;
    if (word != "le") line.length_min = static_cast<std::uint8_t>(*length);
    if (word != "ge") line.length_max = static_cast<std::uint8_t>(*length), upper = true;
    // `ge N` alone means "up to a host route".
    if (word == "ge" && !upper) line.length_max = bits;
  }
  return line.length_min <= line.length_max;
}

}  // namespace

Verdict ReadPrefixListLine(PrefixListText& list, net::Family family, Statement& statement,
                           StatementReport& report) {
  if (statement.words.Accept("description") || statement.words.Accept("remark")) return kNoEffect;
  const auto sequence = TakeSequence(list.lines, statement, report, kSequenceStep);
  if (!sequence) return kNotKnown;
  if (statement.negated && statement.words.done()) return list.lines.erase(*sequence), kUnderstood;
  model::PrefixListLine line;
  const auto action = TakeAction(statement);
  if (!action) return kNotKnown;
  line.permit = *action;
  line.span = statement.span();
  if (statement.words.Accept("any")) {
    line.prefix = net::Prefix::Default(family);
    line.length_min = 0;
    line.length_max = net::AddressBits(family);
  } else {
    const Word word = statement.words.Peek();
    const auto prefix = TakePrefix(report, statement);
    if (!prefix) return kNotKnown;
    if (prefix->address.family != family)
      return report.Invalid(statement, word, fmt::format("'{}' is of the other family", word.text));
    line.prefix = prefix->subnet();
    if (!TakeLengths(statement, report, line)) return kNotKnown;
  }
  if (statement.negated) {
    std::erase_if(list.lines, [&line](const auto& known) { return known.second.prefix == line.prefix; });
    return kUnderstood;
  }
  list.lines[*sequence] = line;
  return kUnderstood;
}

Verdict ReadPrefixList(PolicyTexts& texts, net::Family family, Statement& statement,
                       StatementReport& report) {
  const Word word = statement.words.Next();
  if (word.empty()) return kNotKnown;
  if (word == "sequence-number" && statement.words.done()) return kNoEffect;
  const bool v4 = family == net::Family::kIpv4;
  const std::string name = ListName(v4 ? ListKind::kPrefix4 : ListKind::kPrefix6, word.text);
  if (statement.negated && statement.words.done()) return texts.prefix_lists.erase(name), kUnderstood;
  PrefixListText& list = texts.prefix_lists[name];
  if (!list.span.valid()) list.span = statement.span();
  if (statement.words.done()) return kUnderstood;
  return ReadPrefixListLine(list, family, statement, report);
}

std::optional<std::string> TakePattern(Statement& statement, StatementReport& report, bool number_ranges) {
  Word word = statement.words.Rest();
  if (word.text.size() >= 2 && word.text.front() == '"' && word.text.back() == '"') {
    word.text = word.text.substr(1, word.text.size() - 2);
    ++word.column;
  }
  std::optional<std::string> plain;
  if (number_ranges && !(plain = WithoutNumberRanges(word.text))) return std::nullopt;
  Translation regex = CharacterPatternToRegex(plain ? std::string_view(*plain) : word.text);
  if (regex) return std::move(*regex);
  const std::size_t at = std::min(regex.error().position, word.text.size());
  word.column += static_cast<std::uint32_t>(at);
  word.text.remove_prefix(at);
  report.Invalid(statement, word, fmt::format("the pattern cannot be read: {}", regex.error().what));
  return std::nullopt;
}

Verdict ReadAsPathList(PolicyTexts& texts, Statement& statement, StatementReport& report,
                       bool number_ranges) {
  const std::string name = ListName(ListKind::kAsPath, statement.words.Next().text);
  if (name.empty()) return kNotKnown;
  if (statement.negated && statement.words.done()) return texts.as_path_lists.erase(name), kUnderstood;
  AsPathListText& list = texts.as_path_lists[name];
  if (!list.span.valid()) list.span = statement.span();
  const auto sequence = TakeSequence(list.lines, statement, report, kSequenceStep);
  const auto action = TakeAction(statement);
  if (!sequence || !action) return kNotKnown;
  const base::Span span = statement.span();
  const auto regex = TakePattern(statement, report, number_ranges);
  if (!regex) return kNotKnown;
  model::AsPathListLine line{*action, *regex, span};
  if (statement.negated) {
    std::erase_if(list.lines, [&line](const auto& known) { return known.second.regex == line.regex; });
    return kUnderstood;
  }
  list.lines[*sequence] = std::move(line);
  return kUnderstood;
}

}  // namespace ringfence::formats
