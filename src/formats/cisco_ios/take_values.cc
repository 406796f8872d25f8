// Values that occur in many statements.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {

std::uint8_t RoutingOf(net::Family family) {
  return family == net::Family::kIpv4 ? model::Impact::kRouting4 : model::Impact::kRouting6;
}

std::uint8_t Reader::ospf_impact() const { return RoutingOf(vendor.ospf[ospf_index].family); }

std::optional<bool> MetricWords::Take(Reader& reader, Statement& statement) {
  std::optional<std::uint32_t> number;
  if (statement.words.Accept("metric")) {
    number = metric = TakeNumber(reader, statement, 0, kOspfMetricMax);
  } else if (statement.words.Accept("metric-type")) {
    number = TakeNumber(reader, statement, 1, 2);
    if (number) type = static_cast<ospf::ExternalType>(*number);
  } else if (statement.words.Accept("tag")) {
    number = tag = TakeNumber(reader, statement, 0, 0xffffffffU);
  } else {
    return false;
  }
  return number ? std::optional(true) : std::nullopt;
}

}  // namespace ringfence::formats::cisco_ios
