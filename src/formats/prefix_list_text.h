// Prefix lists and AS-path lists as statements.
#pragma once

#include "formats/policy_text.h"
#include "formats/statement_report.h"

namespace ringfence::formats {

/// Reads what follows `ip prefix-list` (or `ipv6 prefix-list`): name, sequence number, action, prefix and
/// lengths (`ge`, `le`, `eq`). With a name alone it makes the list, as systems with blocks of lines do.
Verdict ReadPrefixList(PolicyTexts& texts, net::Family family, Statement& statement, StatementReport& report);
/// The same inside the block of a list: sequence number, action, prefix and lengths.
Verdict ReadPrefixListLine(PrefixListText& list, net::Family family, Statement& statement,
                           StatementReport& report);

/// Reads what follows `ip as-path access-list`: name, perhaps a sequence number, action and pattern, with or
/// without quotes.
/// `number_ranges`: brackets hold ranges of whole AS numbers.
Verdict ReadAsPathList(PolicyTexts& texts, Statement& statement, StatementReport& report,
                       bool number_ranges = false);

/// Takes the pattern that is the rest of the line, quotes removed, as a regular expression; reports
/// kValueInvalid with the place in the pattern otherwise.
std::optional<std::string> TakePattern(Statement& statement, StatementReport& report,
                                       bool number_ranges = false);

/// Takes `seq N` or a number before the action; the next number of the map's lines otherwise. nullopt:
/// reported.
template <class Lines>
std::optional<std::uint32_t> TakeSequence(const Lines& lines, Statement& statement, StatementReport& report,
                                          std::uint32_t step) {
  statement.words.Accept("sequence-number");
  const std::string_view next = statement.words.Peek().text;
  if (statement.words.Accept("seq") || ParseNumber(next, 1, 0xffffffffU))
    return TakeNumber(report, statement, 1, 0xffffffffU);
  return lines.empty() ? step : lines.rbegin()->first + step;
}

}  // namespace ringfence::formats
