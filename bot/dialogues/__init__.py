"""What commands, buttons and forms do, for every platform: one module for each noun."""
