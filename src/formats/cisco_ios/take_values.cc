// Values that occur in many statements.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {

std::optional<ospf::AreaId> TakeArea(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (const auto number = ParseNumber(word.text, 0, 0xffffffffU)) return number;
  if (const auto address = net::ParseIpv4(word.text)) return address->v4();
  reader.Invalid(statement, word, fmt::format("'{}' is not an OSPF area", word.text));
  return std::nullopt;
}

}  // namespace ringfence::formats::cisco_ios
