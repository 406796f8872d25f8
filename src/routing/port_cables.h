// Cables as the layer-1 file names them, whatever stands on their ports: a port that sends copies to an
// analyser has a cable and no link.
#pragma once

#include <string>
#include <vector>

#include "model/topology.h"

namespace ringfence::routing {

/// One end of a cable whose node is known.
struct PortCableEnd {
  model::NodeId node;
  model::InterfaceIndex port;  ///< invalid: the device only names what stands on the port
  std::string name;            ///< of the port, as the cable data write it
  base::Span span;
  friend bool operator==(const PortCableEnd&, const PortCableEnd&) = default;
};

/// A cable with both ends known.
struct PortCable {
  PortCableEnd ends[2];
  friend bool operator==(const PortCable&, const PortCable&) = default;
};

}  // namespace ringfence::routing
