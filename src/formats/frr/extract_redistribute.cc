// `redistribute SOURCE ...` of the interior protocols: they share the words.

#include "formats/frr/extract_redistribute.h"

#include <algorithm>

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr std::uint32_t kMetricMax = 16777215;

}  // namespace

std::optional<Verdict> TakeRedistributed(Statement& statement, RedistributeText& text) {
  bool known = false;
  const auto source = TakeSource(statement, known);
  text.span = statement.span();
  if (!source) {
    if (!known) return kNotKnown;
    statement.words.Rest();
    return statement.negated
               ? kNoEffect
               : NotModelled(Impact::kRouting4 | Impact::kRouting6, "routes of a protocol not modelled");
  }
  text.source = *source;
  if (text.source == model::RouteSource::kOspf) {
    if (const auto id = statement.words.AcceptNumber(1, 65535)) text.process = std::to_string(*id);
  }
  return std::nullopt;
}

std::optional<Verdict> TakeRedistributionOptions(Reader& reader, Statement& statement,
                                                 RedistributeText& text) {
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"metric", "metric-type", "route-map", "tag"});
    if (option == "metric") {
      text.metric = TakeNumber(reader, statement, 0, kMetricMax);
      if (!text.metric) return kNotKnown;
    } else if (option == "metric-type") {
      const auto type = TakeNumber(reader, statement, 1, 2);
      if (!type) return kNotKnown;
      text.type = static_cast<ospf::ExternalType>(*type);
    } else if (option == "route-map") {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else {
      return kNotKnown;
    }
  }
  return std::nullopt;
}

Verdict StoreRedistribution(std::vector<RedistributeText>& known, RedistributeText text, bool negated) {
  std::erase_if(known, [&text](const RedistributeText& other) {
    return other.source == text.source && other.process == text.process && other.family == text.family &&
           other.into == text.into;
  });
  if (!negated) known.push_back(std::move(text));
  return kUnderstood;
}

}  // namespace ringfence::formats::frr
