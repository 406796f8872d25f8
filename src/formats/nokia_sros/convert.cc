#include "formats/nokia_sros/convert.h"

namespace ringfence::formats::nokia_sros {

routing::DeviceConfig Convert(Reader& reader, const SrosText& text) {
  routing::DeviceConfig config;
  config.device.nos = "nokia_sros";
  // Own addresses have no routes of their own in this system's tables.
  config.local_routes = false;
  config.device.name = text.name.value;
  config.device.name_span = text.name.span;
  ConvertFilters(reader, text, config);
  ConvertInterfaces(reader, text, config);
  ConvertStatic(reader, text, config);
  ConvertOspf(reader, text, config);
  ConvertManagement(reader, text, config);
  return config;
}

}  // namespace ringfence::formats::nokia_sros
