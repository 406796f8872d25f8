// Copies as line texts say them: mirror sessions, collectors, flow monitors and where they are used. Readers
// whose systems have these words share the forms; copying_conversion.h makes the neutral model of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "formats/setting.h"
#include "net/ip.h"

namespace ringfence::formats {

/// `source interface ...` of a session: one interface of the list.
struct MirrorSourceText {
  std::string interface;
  bool inbound = true, outbound = true;
  base::Span span;
  bool filtered = false;  ///< copies less than the interface sees
};

/// `monitor session N ...`, in lines or as a block.
struct MirrorSessionText {
  bool erspan = false;
  std::vector<MirrorSourceText> sources;
  std::vector<Setting<std::string>> ports;  ///< `destination interface X`
  Setting<net::IpAddress> address, origin;  ///< of ERSPAN
  std::string vrf;
  Setting<bool> shutdown;
  bool filtered = false;  ///< copies less than its sources see
};

/// A collector: `flow exporter E`, or one `ip flow-export destination`.
struct ExporterText {
  Setting<net::IpAddress> destination;
  std::string vrf;
  Setting<std::string> source;  ///< an interface, or an address
  Setting<std::uint32_t> port;
};

/// UDP port of sFlow unless told otherwise (IANA; sFlow version 5, section 3.1).
inline constexpr std::uint16_t kSflowPort = 6343;

/// sFlow: samples of packets, which begin with what the packet carries.
struct SflowText {
  std::vector<ExporterText> collectors;
  Setting<std::string> source;  ///< an interface, or an address
  Setting<std::uint32_t> port;
  Setting<bool> on;
};

/// `flow monitor M`.
struct FlowMonitorText {
  std::vector<Setting<std::string>> exporters;
};

/// Collectors and monitors by name.
struct FlowTexts {
  std::map<std::string, ExporterText> exporters;
  std::map<std::string, FlowMonitorText> monitors;
};

/// `ip flow ingress`, `ip flow monitor M [sampler S] input` of an interface.
struct FlowUseText {
  std::string monitor;  ///< empty: what `ip flow-export` sends
  net::Family family = net::Family::kIpv4;
  bool outbound = false;
  base::Span span;
};

}  // namespace ringfence::formats
