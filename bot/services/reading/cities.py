"""Large cities that give no time zone its name, by the zone in which they lie.

CLDR knows the cities that name a zone; these are the others that people type most often: the
largest of each zone by GeoNames' population table (https://www.geonames.org, CC BY 4.0).
"""

from __future__ import annotations

from typing import Final

CITIES: Final[dict[str, tuple[str, ...]]] = {
    "Africa/Cairo": ("Alexandria", "Giza"),
    "Africa/Casablanca": ("Rabat", "Marrakesh"),
    "Africa/Johannesburg": ("Cape Town", "Durban", "Pretoria"),
    "Africa/Lagos": ("Abuja", "Kano", "Ibadan"),
    "America/Argentina/Buenos_Aires": ("Rosario",),
    "America/Bogota": ("Medellín", "Cali"),
    "America/Chicago": ("Austin", "Dallas", "Houston", "San Antonio", "Minneapolis", "New Orleans"),
    "America/Denver": ("Salt Lake City", "Albuquerque"),
    "America/Edmonton": ("Calgary",),
    "America/Los_Angeles": (
        *("San Francisco", "Seattle", "San Diego", "San Jose", "Las Vegas", "Sacramento"),
    ),
    "America/Mexico_City": ("Guadalajara", "Puebla"),
    "America/New_York": (
        *("NYC", "Atlanta", "Boston", "Miami", "Philadelphia", "Washington", "Washington DC"),
        *("Charlotte", "Orlando", "Pittsburgh"),
    ),
    "America/Sao_Paulo": ("Rio de Janeiro", "Brasília", "Belo Horizonte", "Curitiba"),
    "America/Toronto": ("Ottawa", "Quebec City"),
    "Asia/Dhaka": ("Chittagong",),
    "Asia/Dubai": ("Abu Dhabi",),
    "Asia/Ho_Chi_Minh": ("Hanoi",),
    "Asia/Jerusalem": ("Tel Aviv", "Haifa"),
    "Asia/Karachi": ("Lahore", "Islamabad"),
    "Asia/Kolkata": (
        *("Mumbai", "Bombay", "Delhi", "New Delhi", "Bangalore", "Bengaluru", "Chennai"),
        *("Hyderabad", "Pune", "Ahmedabad"),
    ),
    "Asia/Riyadh": ("Jeddah", "Mecca"),
    "Asia/Shanghai": ("Beijing", "Shenzhen", "Guangzhou", "Chengdu"),
    "Asia/Tokyo": ("Osaka", "Kyoto", "Yokohama"),
    "Australia/Sydney": ("Canberra",),
    "Europe/Amsterdam": ("Rotterdam", "The Hague"),
    "Europe/Berlin": ("Munich", "Hamburg", "Cologne", "Frankfurt", "Stuttgart", "Düsseldorf"),
    "Europe/Istanbul": ("Ankara", "Izmir"),
    "Europe/Kyiv": ("Lviv", "Odesa", "Kharkiv"),
    "Europe/Lisbon": ("Porto",),
    "Europe/London": ("Manchester", "Birmingham", "Edinburgh", "Glasgow", "Leeds", "Cardiff"),
    "Europe/Madrid": ("Barcelona", "Valencia", "Seville", "Sevilla", "Bilbao"),
    "Europe/Moscow": ("Saint Petersburg",),
    "Europe/Paris": ("Lyon", "Marseille", "Toulouse", "Nice", "Lille"),
    "Europe/Rome": (
        *("Milan", "Milano", "Naples", "Napoli", "Turin", "Torino", "Florence", "Firenze"),
        *("Venice", "Venezia", "Bologna", "Palermo", "Genoa", "Genova"),
    ),
    "Europe/Stockholm": ("Gothenburg",),
    "Europe/Warsaw": ("Kraków", "Krakow", "Wrocław", "Gdańsk", "Poznań", "Łódź"),
    "Europe/Zurich": ("Geneva", "Basel", "Bern"),
}
