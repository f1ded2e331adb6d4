"""Who could mentor whom: plain values in, plain values out; no database, no clock, no platform."""
