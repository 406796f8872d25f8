// Where code that reads statements for several readers reports to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "formats/fate_table.h"
#include "formats/statement.h"
#include "net/ip.h"

namespace ringfence::formats {

/// Fates and diagnostics of the file being read; the part of every line reader that knows no reader. Confined
/// to one call of Parse.
class StatementReport {
 public:
  StatementReport(base::FileId file, std::uint32_t line_count) : fates(file, line_count) {}

  /// kValueInvalid at the word (the statement when it is empty); gives kNotKnown.
  Verdict Invalid(const Statement& statement, const Word& word, std::string what);
  /// kReferenceUndefined at the place of the use.
  void Undefined(base::Span use, std::string_view kind, std::string_view name);
  /// Changes the fate of a line that turned out not to be modelled; impacts add up.
  void Demote(base::Span span, std::uint8_t impact, std::string_view reason);

  FateTable fates;
  base::Diagnostics diagnostics;
};

/// Takes a number in a range; reports kValueInvalid and gives nullopt otherwise.
std::optional<std::uint32_t> TakeNumber(StatementReport& report, Statement& statement, std::uint32_t min,
                                        std::uint32_t max);
/// Takes an AS number, plain or dotted; reports kValueInvalid and gives nullopt otherwise.
std::optional<std::uint32_t> TakeAs(StatementReport& report, Statement& statement);
/// Takes an address; reports kValueInvalid and gives nullopt when the next word is none.
std::optional<net::IpAddress> TakeAddress(StatementReport& report, Statement& statement);
/// Takes an IPv4 address likewise.
std::optional<net::IpAddress> TakeIpv4(StatementReport& report, Statement& statement);
/// Takes an address and a dotted mask; reports kValueInvalid when they are none.
std::optional<net::HostPrefix> TakeAddressAndMask(StatementReport& report, Statement& statement);
/// Takes "address/length" or an address and a dotted mask.
std::optional<net::HostPrefix> TakePrefix(StatementReport& report, Statement& statement);

/// Takes an OSPF area, a number or an address; reports kValueInvalid and gives nullopt otherwise.
std::optional<std::uint32_t> TakeArea(StatementReport& report, Statement& statement);

/// The number of an AS as text, plain or dotted; nullopt when it is none.
std::optional<std::uint32_t> ParseAs(std::string_view text);

}  // namespace ringfence::formats
