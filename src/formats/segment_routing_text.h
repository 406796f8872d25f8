// What the texts of all systems say about segment routing with labels, and how it becomes a configuration.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "base/source.h"
#include "formats/statement_report.h"
#include "model/device.h"
#include "routing/device_config.h"

namespace ringfence::formats {

/// What labels may be (RFC 3032 section 2.1: those below have meanings of their own).
inline constexpr std::uint32_t kLabelMin = 16, kLabelMax = 1'048'575;

/// The labels from the first to the last; nullopt: they are no block.
std::optional<routing::sr::LabelBlock> BlockOf(std::uint32_t first, std::uint32_t last);

/// Takes "FIRST LAST" from a statement.
template <class Reader>
std::optional<routing::sr::LabelBlock> TakeBlock(Reader& reader, Statement& statement) {
  const auto first = TakeNumber(reader, statement, kLabelMin, kLabelMax);
  const auto last = first ? TakeNumber(reader, statement, kLabelMin, kLabelMax) : std::nullopt;
  return last ? BlockOf(*first, *last) : std::nullopt;
}

/// A SID of an interface's prefix as a text gives it.
struct SidText {
  std::uint32_t value = 0;
  bool absolute = false;  ///< the label, not the index
  bool keeps_last = false, explicit_null = false;
  base::Span span;  ///< invalid: there is none
};

/// Puts what processes say into the configuration of their device. Two of them are not modelled: what a
/// prefix of both has for a label differs between systems.
class SegmentRouting {
 public:
  /// What is to be done with a line that is not modelled, and why it is not; static text.
  using Mark = std::function<void(const base::Span&, std::string_view)>;

  /// `config` must outlive it.
  SegmentRouting(routing::DeviceConfig& config, Mark mark) : config_(config), mark_(std::move(mark)) {}

  /// Switches it on for a process that the line `on` asks for; what comes back is to be filled by the reader.
  /// nullptr: the line is marked, by `obstacle` or what else stands in the way.
  routing::sr::SrConfig* Begin(const base::Span& on, const routing::isis::IsisProcess& process,
                               std::string_view obstacle = {});
  routing::sr::SrConfig* Begin(const base::Span& on, const routing::ospf::OspfProcess& process,
                               std::string_view obstacle = {});
  /// The SID of the subnet of the interface's first IPv4 address; without an address, with a label outside of
  /// the first block, or where OSPF tells the address alone, its line is marked. REQUIRES: blocks.
  void AddSid(const model::Interface& interface, const SidText& sid,
              routing::sr::Algorithm algorithm = routing::sr::kShortestPath);

 private:
  routing::sr::SrConfig* Begin(const base::Span& on, routing::sr::SrIgp igp, std::string process,
                               std::string_view obstacle);
  bool TellsHost(const std::string& interface) const;

  routing::DeviceConfig& config_;
  Mark mark_;
};

}  // namespace ringfence::formats
